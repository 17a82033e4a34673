"""Adds adapters on both kinds of portgroup, changes one member at a time, and removes them."""
from pyVmomi import vim

from vcenter import adapter, arguments, connect, distributed_port, finish, host_named

ready = arguments()
session = connect(ready)
content = session.content


def find(host, device):
    return next((one for one in host.config.network.vnic if one.device == device), None)


def state(host, device):
    one = find(host, device)
    if one is None:
        return None
    ip, port = one.spec.ip, one.spec.distributedVirtualPort
    return {
        "portgroup": one.portgroup,
        "dvPort": bool(port and port.switchUuid and port.portgroupKey and port.portKey),
        "stack": one.spec.netStackInstanceKey,
        "ip": [ip.dhcp, ip.ipAddress, ip.subnetMask],
        "ipv6": [[one.ipAddress, one.prefixLength] for one in ip.ipV6Config.ipV6Address if one.origin == "manual"],
        "mtu": one.spec.mtu,
        "override": one.spec.ipRouteSpec.ipRouteConfig.defaultGateway if one.spec.ipRouteSpec else None,
    }


def changed(host, device, **members):
    """The adapter after an update that says only this."""
    host.configManager.networkSystem.UpdateVirtualNic(device, vim.host.VirtualNic.Specification(**members))
    return state(host, device)


def ip(address, mask="255.255.255.0", **members):
    return vim.host.IpConfig(dhcp=False, ipAddress=address, subnetMask=mask, **members)


def running(host):
    return [one.netStackInstanceKey for one in host.runtime.networkRuntimeInfo.netStackInstanceRuntimeInfo]


def route(gateway):
    return vim.host.VirtualNic.IpRouteSpec(ipRouteConfig=vim.host.IpRouteConfig(defaultGateway=gateway))


def life(host, portgroup, spec):
    """One adapter from its beginning to its end."""
    system = host.configManager.networkSystem
    before = running(host)
    device = system.AddVirtualNic(portgroup, spec)
    seen = {"device": device, "added": state(host, device), "running": [before, running(host)]}
    seen["mtu"] = changed(host, device, mtu=9000)
    seen["address"] = changed(host, device, ip=ip("10.20.0.77"))
    version6 = vim.host.IpConfig.IpV6AddressConfiguration(
        ipV6Address=[vim.host.IpConfig.IpV6Address(ipAddress="fd00:20::77", prefixLength=64, operation="add")],
        autoConfigurationEnabled=False,
        dhcpV6Enabled=False,
    )
    seen["ipv6"] = changed(host, device, ip=ip("10.20.0.77", ipV6Config=version6))
    seen["override"] = changed(host, device, ipRouteSpec=route("10.20.0.254"))
    seen["emptyOverride"] = changed(host, device, ipRouteSpec=route(None))
    # What is read is sent back whole, as `govc host.vnic.change` does.
    system.UpdateVirtualNic(device, find(host, device).spec)
    seen["sentBack"] = state(host, device)
    system.RemoveVirtualNic(device)
    seen["removed"] = state(host, device)
    return seen


first, second = (host_named(content, name) for name in ready["hosts"][:2])
port = distributed_port(content, ready)
result = {
    "standard": life(first, ready["portgroup"], adapter("10.20.0.11")),
    "distributed": life(second, "", adapter("10.20.0.12", port)),
}
finish(session, result)
