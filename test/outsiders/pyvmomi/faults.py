"""Provokes the faults of every call that changes a host's network, and tells them by their types."""
from pyVim.task import WaitForTask
from pyVmomi import VmomiSupport, vim, vmodl

from vcenter import adapter, arguments, connect, distributed_port, edit_stack, finish, host_named, name_of

ready = arguments()
session = connect(ready)
content = session.content
results = {}
undeclared = set()


def declared(method, fault):
    """A method delivers the faults of its signature, their descendants, and any RuntimeFault."""
    info = vim.host.NetworkSystem._GetMethodInfo(method)
    known = [vmodl.RuntimeFault, *(vim.fault.__getattr__(name.rsplit(".", 1)[-1]) for name in info.faults)]
    return isinstance(fault, tuple(known))


def named(value):
    """Objects by what they are in this script, everything else as it is."""
    if isinstance(value, VmomiSupport.ManagedObject):
        known = {vim.HostSystem: "the host", vim.dvs.DistributedVirtualPortgroup: "the portgroup"}
        return known.get(type(value), value._moId)
    return value


def provoke(label, call, *members):
    """Makes the call under `Method: what is wrong` and keeps what came of it."""
    method = label.split(":")[0]
    try:
        call()
    except vmodl.MethodFault as fault:
        found = [getattr(fault, member, None) for member in members]
        results[label] = [name_of(fault), *(named(one) for one in found)]
        if not declared(method, fault):
            undeclared.add(f"{method}: {name_of(fault)}")
    else:
        results[label] = ["taken"]


def system_of(number, at=None):
    return host_named(at or content, ready["hosts"][number]).configManager.networkSystem


def spec(**members):
    return vim.host.VirtualNic.Specification(**members)


def ip(address="10.20.0.11", mask="255.255.255.0", **members):
    return vim.host.IpConfig(dhcp=False, ipAddress=address, subnetMask=mask, **members)


def dns(**members):
    return vim.host.DnsConfig(**{"dhcp": False, "hostName": "esx", "domainName": "example.test", **members})


def route(change, network="10.30.0.0"):
    entry = vim.host.IpRouteEntry(network=network, prefixLength=16, gateway="10.20.0.1")
    return vim.host.IpRouteTableConfig(ipRoute=[vim.host.IpRouteOp(changeOperation=change, route=entry)])


def config(**members):
    return vim.host.NetworkConfig(**members)


def operation(name, key):
    one = vim.host.NetworkConfig.NetStackSpec(netStackInstance=vim.host.NetStackInstance(key=key), operation=name)
    return config(netStackSpec=[one])


def nic(change, device=None, **members):
    return config(vnic=[vim.host.VirtualNic.Config(changeOperation=change, device=device, portgroup="", **members)])


system, other = system_of(0), system_of(1)
port = distributed_port(content, ready)
wrong_key = vim.dvs.PortConnection(switchUuid=port.switchUuid, portgroupKey="dvportgroup-0")
group, mtu9190 = ready["portgroup"], spec(mtu=9190)

limit = {"requestedMaxNumberOfConnections": 9}
provoke("UpdateNetworkConfig: stack without adapter", lambda: edit_stack(other, **limit), "text")
device = system.AddVirtualNic(group, adapter("10.20.0.11"))

add = system.AddVirtualNic
provoke("AddVirtualNic: portgroup in use", lambda: add(group, adapter("10.20.0.12")), "name")
provoke("AddVirtualNic: address in use", lambda: add("", adapter("10.20.0.11", port)))
provoke("AddVirtualNic: MTU above the switch's", lambda: add("", adapter("10.20.0.12", port, mtu=9190)))
provoke("AddVirtualNic: no such portgroup", lambda: add("nowhere", adapter("10.20.0.12")), "invalidProperty")
no_such = adapter("10.20.0.12", wrong_key)
provoke("AddVirtualNic: no such distributed portgroup", lambda: add("", no_such), "invalidProperty")
provoke("AddVirtualNic: bad address", lambda: add("", adapter("10.20.0.300", port)), "invalidProperty")
gaps = ip(mask="255.0.255.0")
provoke("AddVirtualNic: bad mask", lambda: add("", adapter("", port, ip=gaps)), "invalidProperty")
provoke("AddVirtualNic: no ip", lambda: add("", spec(distributedVirtualPort=port)), "invalidProperty")
provoke("AddVirtualNic: unknown stack", lambda: add("", adapter("10.20.0.12", port, netStackInstanceKey="vsan")))
provoke("AddVirtualNic: played", lambda: system_of(2).AddVirtualNic("", adapter("10.20.0.12", port)))

update = system.UpdateVirtualNic
provoke("UpdateVirtualNic: no such adapter", lambda: update("vmk9", spec(mtu=1500)))
provoke("UpdateVirtualNic: MTU above the switch's", lambda: update(device, mtu9190))
provoke("UpdateVirtualNic: bad address", lambda: update(device, spec(ip=ip("nonsense"))), "invalidProperty")
provoke("UpdateVirtualNic: other stack", lambda: update(device, spec(netStackInstanceKey="vmotion")), "invalidProperty")
provoke("UpdateVirtualNic: played", lambda: system_of(2).UpdateVirtualNic("vmk0", spec(mtu=1500)))

provoke("RemoveVirtualNic: no such adapter", lambda: system.RemoveVirtualNic("vmk9"))
provoke("RemoveVirtualNic: last management adapter", lambda: system.RemoveVirtualNic("vmk0"))

change = system.UpdateNetworkConfig
edit_stack(system, routeTableConfig=route("add"))
provoke("UpdateNetworkConfig: route exists", lambda: edit_stack(system, routeTableConfig=route("add")), "name")
provoke("UpdateNetworkConfig: no such route", lambda: edit_stack(system, routeTableConfig=route("remove", "10.31.0.0")))
provoke("UpdateNetworkConfig: stack exists", lambda: change(operation("add", "vmotion"), "modify"), "name")
provoke("UpdateNetworkConfig: no such stack", lambda: change(operation("edit", "vsan"), "modify"))
provoke("UpdateNetworkConfig: no such adapter", lambda: change(nic("edit", "vmk9", spec=spec(mtu=1500)), "modify"))
bad, good = vim.host.IpRouteConfig(defaultGateway="x"), vim.host.IpRouteConfig(defaultGateway="10.1.1.1")
provoke("UpdateNetworkConfig: bad gateway", lambda: edit_stack(system, ipRouteConfig=bad), "invalidProperty")
provoke("UpdateNetworkConfig: bad mode", lambda: change(config(), "nonsense"), "invalidProperty")
provoke("UpdateNetworkConfig: mode replace", lambda: change(config(), "replace"))
provoke("UpdateNetworkConfig: stack removed", lambda: change(operation("remove", "vmotion"), "modify"))
provoke("UpdateNetworkConfig: played", lambda: system_of(2).UpdateNetworkConfig(config(), "modify"))

leased = dns(dhcp=True, virtualNicDevice="vmk9")
provoke("UpdateDnsConfig: no such adapter", lambda: system.UpdateDnsConfig(leased))
provoke("UpdateDnsConfig: dots in the name", lambda: system.UpdateDnsConfig(dns(hostName="a.b")), "invalidProperty")
provoke("UpdateDnsConfig: played", lambda: system_of(2).UpdateDnsConfig(dns()))
provoke("UpdateIpRouteConfig: bad gateway", lambda: system.UpdateIpRouteConfig(bad), "invalidProperty")
provoke("UpdateIpRouteConfig: played", lambda: system_of(2).UpdateIpRouteConfig(good))
provoke("UpdateIpRouteTableConfig: new route", lambda: system.UpdateIpRouteTableConfig(route("add")))
provoke("UpdateIpRouteTableConfig: route exists", lambda: system.UpdateIpRouteTableConfig(route("add")))

refresh = vim.host.NetworkSystem.Refresh
disconnected = host_named(content, ready["disconnected"]).configManager.networkSystem
provoke("AddVirtualNic: disconnected host", lambda: disconnected.AddVirtualNic("", adapter("10.20.0.12", port)))
provoke("UpdateNetworkConfig: disconnected host", lambda: disconnected.UpdateNetworkConfig(config(), "modify"))
provoke("Refresh: disconnected host", lambda: refresh(disconnected))
provoke("Refresh: played", lambda: refresh(system_of(2)))
gone = vim.host.NetworkSystem("networkSystem-99999", session._stub)
provoke("Refresh: no such object", lambda: refresh(gone), "obj")


def as_user(name, label, call, *members):
    """The same in a session of another user, whose password is the name; returns the session that was."""
    other_session = connect(ready, user=name, pwd=name)
    provoke(label, lambda: call(system_of(0, other_session.content)), *members)
    other_session.content.sessionManager.Logout()
    return other_session


on_portgroup = adapter("10.20.0.12", port)
missing = ("object", "privilegeId")
as_user("reader", "AddVirtualNic: reader", lambda one: one.AddVirtualNic("", on_portgroup), *missing)
as_user("reader", "UpdateNetworkConfig: reader", lambda one: edit_stack(one), *missing)
as_user("reader", "RemoveVirtualNic: reader", lambda one: one.RemoveVirtualNic(device), *missing)
as_user("configurer", "AddVirtualNic: no Network.Assign", lambda one: one.AddVirtualNic("", on_portgroup), *missing)
as_user("configurer", "UpdateVirtualNic: standard portgroup", lambda one: one.UpdateVirtualNic(device, spec(mtu=1600)))
past = as_user("configurer", "UpdateNetworkConfig: configurer", lambda one: edit_stack(one, **limit))
provoke("Refresh: logged out", lambda: refresh(vim.host.NetworkSystem(system._moId, past._stub)), "privilegeId")

# Tasks deliver their faults in `info.error`, as LocalizedMethodFault that pyVmomi unwraps.
cluster = content.searchIndex.FindByInventoryPath(f"{ready['datacenter']}/host/{ready['cluster']}")
taken = vim.host.ConnectSpec(hostName=ready["hosts"][0], userName="root", password="x", force=False)
task = cluster.AddHost_Task(taken, True)
try:
    WaitForTask(task, si=session)
except vmodl.MethodFault as fault:
    results["AddHost_Task: host is there"] = [task.info.state, name_of(fault), getattr(fault, "name", None)]
finish(session, {"faults": results, "undeclared": sorted(undeclared), "adapters": len(system.networkInfo.vnic)})
