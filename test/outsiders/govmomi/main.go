// Govmomi's own programs in one binary: `govc …` is its command line, `vcsim …` its simulated vCenter.
package main

import (
	"fmt"
	"os"

	"github.com/vmware/govmomi/cli"
	_ "github.com/vmware/govmomi/cli/about"
	_ "github.com/vmware/govmomi/cli/cluster"
	_ "github.com/vmware/govmomi/cli/events"
	_ "github.com/vmware/govmomi/cli/host"
	_ "github.com/vmware/govmomi/cli/host/vnic"
	_ "github.com/vmware/govmomi/cli/object"
	_ "github.com/vmware/govmomi/cli/session"
)

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "govc":
			os.Exit(cli.Run(os.Args[2:]))
		case "vcsim":
			if err := runVcsim(os.Args[2:]); err != nil {
				fmt.Fprintln(os.Stderr, "vcsim:", err)
				os.Exit(1)
			}
			return
		}
	}
	fmt.Fprintln(os.Stderr, "usage: govmomi govc|vcsim …")
	os.Exit(2)
}
