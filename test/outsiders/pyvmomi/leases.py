"""An adapter with a lease, DNS from that lease, and the old calls that edit the default stack alone."""
from pyVmomi import vim

from vcenter import adapter, arguments, connect, distributed_port, edit_stack, finish, host_named, stack

ready = arguments()
session = connect(ready)
host = host_named(session.content, ready["hosts"][0])
system = host.configManager.networkSystem
leased = vim.host.IpConfig(dhcp=True)


def ip():
    return next(one.spec.ip for one in host.config.network.vnic if one.device == device)


def dns(key):
    config = stack(host, key).dnsConfig
    return [config.dhcp, config.virtualNicDevice, list(config.address)]


def routes(key):
    table = stack(host, key).routeTableConfig
    return [f"{op.route.network}/{op.route.prefixLength} {op.route.gateway}" for op in table.ipRoute]


device = system.AddVirtualNic("", adapter("", distributed_port(session.content, ready), ip=leased))
result = {"atOnce": [ip().dhcp, ip().ipAddress]}
while ip().ipAddress == "0.0.0.0":
    pass
result["leased"] = [ip().dhcp, ip().ipAddress, ip().subnetMask]
result["routes"] = routes("vSphereProvisioning")
edit_stack(system, dnsConfig=vim.host.DnsConfig(dhcp=True, virtualNicDevice=device, hostName="", domainName=""))
result["dns"] = dns("vSphereProvisioning")
fixed = vim.host.IpConfig(dhcp=False, ipAddress="10.20.0.99", subnetMask="255.255.255.0")
system.UpdateVirtualNic(device, vim.host.VirtualNic.Specification(ip=fixed))
result["fixed"] = [ip().dhcp, ip().ipAddress]

system.UpdateDnsConfig(
    vim.host.DnsConfig(dhcp=False, hostName="esx-001", domainName="example.test", address=["10.0.0.54"])
)
system.UpdateIpRouteConfig(vim.host.IpRouteConfig(defaultGateway="10.1.1.254"))
entry = vim.host.IpRouteEntry(network="10.40.0.0", prefixLength=16, gateway="10.1.1.1")
system.UpdateIpRouteTableConfig(
    vim.host.IpRouteTableConfig(ipRoute=[vim.host.IpRouteOp(changeOperation="add", route=entry)])
)
result["default"] = [dns("defaultTcpipStack"), routes("defaultTcpipStack")]
result["network"] = host.config.network.ipRouteConfig.defaultGateway
finish(session, result)
