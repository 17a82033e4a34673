"""Edits the provisioning stack member by member and tells after each edit how the whole stack reads."""
from pyVmomi import vim

from vcenter import adapter, arguments, connect, edit_stack, finish, host_named, stack

ready = arguments()
session = connect(ready)
host = host_named(session.content, ready["hosts"][0])
system = host.configManager.networkSystem


def routes(table, member):
    return [
        f"{op.route.network}/{op.route.prefixLength} {op.route.gateway}"
        for op in (getattr(table, member) if table else [])
        if op.route.prefixLength != 0 and op.route.gateway not in ("0.0.0.0", "::")
    ]


def state():
    one = stack(host)
    dns = one.dnsConfig
    return {
        "gateways": [one.ipRouteConfig.defaultGateway, one.ipRouteConfig.ipV6DefaultGateway],
        "congestion": one.congestionControlAlgorithm,
        "connections": one.requestedMaxNumberOfConnections,
        "dns": [dns.hostName, dns.domainName, list(dns.address), list(dns.searchDomain)],
        "routes": routes(one.routeTableConfig, "ipRoute"),
        "routes6": routes(one.routeTableConfig, "ipv6Route"),
    }


def after(**members):
    edit_stack(system, **members)
    return state()


def route(change, network, length, gateway):
    entry = vim.host.IpRouteEntry(network=network, prefixLength=length, gateway=gateway)
    return vim.host.IpRouteOp(changeOperation=change, route=entry)


def table(*version4, version6=()):
    return vim.host.IpRouteTableConfig(ipRoute=list(version4), ipv6Route=list(version6))


gateways = vim.host.IpRouteConfig(defaultGateway="10.20.0.1", ipV6DefaultGateway="fd00:20::1")
dns = vim.host.DnsConfig(
    dhcp=False,
    hostName="esx",
    domainName="prov.example.test",
    address=["10.20.0.53", "fd00::53"],
    searchDomain=["example.test"],
)
device = system.AddVirtualNic(ready["portgroup"], adapter("10.20.0.11"))
result = {
    "fresh": state(),
    "gateway4": after(ipRouteConfig=vim.host.IpRouteConfig(defaultGateway="10.20.0.1")),
    "gateway6": after(ipRouteConfig=gateways),
    "congestion": after(congestionControlAlgorithm="cubic"),
    "connections": after(requestedMaxNumberOfConnections=12000),
    "dns": after(dnsConfig=dns),
    "routeAdded": after(
        routeTableConfig=table(
            route("add", "10.30.0.0", 16, "10.20.0.1"), version6=[route("add", "fd00:30::", 64, "fd00:20::1")]
        )
    ),
    "unsetGateway6": after(ipRouteConfig=vim.host.IpRouteConfig(defaultGateway="10.20.0.1")),
    "routeRemoved": after(routeTableConfig=table(route("remove", "10.30.0.0", 16, "10.20.0.1"))),
}
# The operations of the table as it is read are `ignore`: sending them back changes nothing.
read = stack(host)
result["ignored"] = sorted({op.changeOperation for op in read.routeTableConfig.ipRoute})
result["sentBack"] = after(routeTableConfig=read.routeTableConfig, dnsConfig=read.dnsConfig)
running = {one.netStackInstanceKey: one for one in host.runtime.networkRuntimeInfo.netStackInstanceRuntimeInfo}
result["connectionsAtRunTime"] = running[read.key].maxNumberOfConnections
result["otherStack"] = stack(host, "defaultTcpipStack").ipRouteConfig.defaultGateway != "10.20.0.1"
gone = vim.host.VirtualNic.Config(changeOperation="remove", device=device, portgroup="")
answer = system.UpdateNetworkConfig(vim.host.NetworkConfig(vnic=[gone]), "modify")
result["removed"] = [type(answer).__name__, len(host.config.network.vnic)]
finish(session, result)
