"""What a good pyVmomi script does for one host: adapter, gateway and DNS of the provisioning stack, and a look back."""
import json
import ssl
import sys

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim

arguments = json.loads(sys.argv[1])
context = ssl.create_default_context(cafile=arguments["certificate"])
service = SmartConnect(
    host="127.0.0.1",
    port=arguments["port"],
    user=arguments["username"],
    pwd=arguments["password"],
    sslContext=context,
)
content = service.content
host = content.searchIndex.FindByDnsName(dnsName=arguments["host"], vmSearch=False)
view = content.viewManager.CreateContainerView(content.rootFolder, [vim.dvs.DistributedVirtualPortgroup], True)
portgroup = next(each for each in view.view if each.name == arguments["portgroup"])
switch = portgroup.config.distributedVirtualSwitch
system = host.configManager.networkSystem

spec = vim.host.VirtualNic.Specification(
    ip=vim.host.IpConfig(dhcp=False, ipAddress=arguments["address"], subnetMask="255.255.255.0"),
    distributedVirtualPort=vim.dvs.PortConnection(switchUuid=switch.uuid, portgroupKey=portgroup.key),
    netStackInstanceKey="vSphereProvisioning",
)
system.AddVirtualNic(portgroup="", nic=spec)
stack = vim.host.NetStackInstance(
    key="vSphereProvisioning",
    ipRouteConfig=vim.host.IpRouteConfig(defaultGateway=arguments["gateway"]),
    dnsConfig=vim.host.DnsConfig(dhcp=False, hostName="", domainName="", address=[arguments["dns"]]),
)
edit = vim.host.NetworkConfig.NetStackSpec(netStackInstance=stack, operation="edit")
system.UpdateNetworkConfig(vim.host.NetworkConfig(netStackSpec=[edit]), "modify")

network = host.config.network
found = next(each for each in network.netStackInstance if each.key == "vSphereProvisioning")
assert found.ipRouteConfig.defaultGateway == arguments["gateway"]
assert any(each.spec.netStackInstanceKey == "vSphereProvisioning" for each in network.vnic)
Disconnect(service)
