package main

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	"github.com/vmware/govmomi/simulator"
)

// What the one line on stdout says once vcsim takes calls.
type ready struct {
	URL         string `json:"url"`
	Username    string `json:"username"`
	Password    string `json:"password"`
	Certificate string `json:"certificate"`
}

// runVcsim serves govmomi's simulated vCenter over TLS on a port of the loopback until SIGTERM or SIGINT.
func runVcsim(args []string) error {
	model := simulator.VPX()
	flags := flag.NewFlagSet("vcsim", flag.ExitOnError)
	flags.IntVar(&model.Datacenter, "datacenters", 1, "datacenters")
	flags.IntVar(&model.Cluster, "clusters", 1, "clusters in a datacenter")
	flags.IntVar(&model.ClusterHost, "hosts", 3, "hosts in a cluster")
	flags.IntVar(&model.Host, "standalone", 1, "standalone hosts in a datacenter")
	flags.IntVar(&model.Machine, "machines", 0, "virtual machines in a resource pool")
	username := flags.String("user", "administrator@vsphere.local", "who may log in")
	password := flags.String("password", "VMware1!vcsim", "with what")
	if err := flags.Parse(args); err != nil {
		return err
	}
	defer model.Remove()
	if err := model.Create(); err != nil {
		return err
	}
	model.Service.TLS = new(tls.Config)
	// A user of its own: with the default one vcsim takes any password.
	model.Service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword(*username, *password)}
	server := model.Service.NewServer()
	defer server.Close()
	certificate, err := server.CertificateFile()
	if err != nil {
		return err
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	address := url.URL{Scheme: server.URL.Scheme, Host: server.URL.Host, Path: server.URL.Path}
	line := ready{URL: address.String(), Username: *username, Password: *password, Certificate: certificate}
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		return err
	}
	<-stop
	return nil
}
