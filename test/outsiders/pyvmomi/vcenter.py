"""What the scripts have in common: the way in, the objects that are found by name, and what goes out."""
import json
import os
import ssl
import sys
from urllib.parse import urlsplit

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim, vmodl


def arguments():
    """What the test hands over: the simulator's ready line, and what it adds."""
    return json.loads(sys.argv[1])


def connect(ready, **changes):
    """A session with TLS verified against the simulator's own certificate."""
    url = urlsplit(ready["url"])
    options = {
        "host": url.hostname,
        "port": url.port,
        "user": ready["username"],
        "pwd": ready["password"],
        "sslContext": ssl.create_default_context(cafile=ready["certificate"]),
    }
    return SmartConnect(**{**options, **changes})


def host_named(content, name):
    return content.searchIndex.FindByDnsName(dnsName=name, vmSearch=False)


def inventory(content, kind):
    """Objects of that class by name, read through a container view in the usual way."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    collector = vmodl.query.PropertyCollector
    walk = collector.TraversalSpec(name="view", type=vim.view.ContainerView, path="view", skip=False)
    spec = collector.FilterSpec(
        objectSet=[collector.ObjectSpec(obj=view, skip=True, selectSet=[walk])],
        propSet=[collector.PropertySpec(type=kind, pathSet=["name"])],
    )
    found = content.propertyCollector.RetrieveContents([spec])
    view.Destroy()
    return {one.propSet[0].val: one.obj for one in found}


def distributed_port(content, ready):
    """The port of the simulator's distributed portgroup, as AddVirtualNic wants it."""
    switch = inventory(content, vim.DistributedVirtualSwitch)[ready["dvs"]]
    portgroup = next(one for one in switch.portgroup if one.name == ready["dvportgroup"])
    return vim.dvs.PortConnection(switchUuid=switch.uuid, portgroupKey=portgroup.key)


def adapter(address, port=None, **changes):
    """The spec of an adapter on the provisioning stack."""
    ip = vim.host.IpConfig(dhcp=False, ipAddress=address, subnetMask="255.255.255.0")
    members = {"ip": ip, "mtu": 1500, "netStackInstanceKey": "vSphereProvisioning", **changes}
    if port is not None:
        members["distributedVirtualPort"] = port
    return vim.host.VirtualNic.Specification(**members)


def stack(host, key="vSphereProvisioning"):
    """A stack as the host's configuration shows it."""
    return next(one for one in host.config.network.netStackInstance if one.key == key)


def edit_stack(system, key="vSphereProvisioning", **members):
    """One UpdateNetworkConfig that says of one stack only what is given."""
    instance = vim.host.NetStackInstance(key=key, **members)
    spec = vim.host.NetworkConfig.NetStackSpec(netStackInstance=instance, operation="edit")
    return system.UpdateNetworkConfig(vim.host.NetworkConfig(netStackSpec=[spec]), "modify")


def name_of(fault):
    """`InvalidLogin` of vim.fault.InvalidLogin."""
    return type(fault).__name__.rsplit(".", 1)[-1]


def finish(session, result):
    """Logs out and prints the result."""
    if session is not None:
        Disconnect(session)
    json.dump(result, sys.stdout)
