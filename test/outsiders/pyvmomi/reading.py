"""Reads a host's adapters, its stacks and what they are at run time, attribute by attribute."""
from vcenter import arguments, connect, finish, host_named

ready = arguments()
session = connect(ready)
content = session.content
host = host_named(content, ready["hosts"][0])
absent = host_named(content, ready["disconnected"])
network = host.config.network
system = host.configManager.networkSystem


def stack_members(one):
    return {
        "key": one.key,
        "name": one.name,
        "dns": [one.dnsConfig.dhcp, one.dnsConfig.hostName, one.dnsConfig.domainName, list(one.dnsConfig.address)],
        "gateways": [one.ipRouteConfig.defaultGateway, one.ipRouteConfig.ipV6DefaultGateway],
        "connections": one.requestedMaxNumberOfConnections,
        "congestion": one.congestionControlAlgorithm,
        "ipv6": one.ipV6Enabled,
        "routes": [
            [op.changeOperation, op.route.network, op.route.prefixLength, op.route.gateway, op.route.deviceName]
            for op in (one.routeTableConfig.ipRoute if one.routeTableConfig else [])
        ],
    }


def adapter_members(one):
    return {
        "device": one.device,
        "key": one.key,
        "portgroup": one.portgroup,
        "stack": one.spec.netStackInstanceKey,
        "address": one.spec.ip.ipAddress,
        "mtu": one.spec.mtu,
        "mac": one.spec.mac,
        "routeSpec": one.spec.ipRouteSpec is not None,
        "ipv6": [one.spec.ip.ipV6Config.dhcpV6Enabled, one.spec.ip.ipV6Config.autoConfigurationEnabled],
    }


def running(one):
    return {
        "key": one.netStackInstanceKey,
        "state": one.state,
        "adapters": list(one.vmknicKeys),
        "connections": one.maxNumberOfConnections,
        "ipv6": one.currentIpV6Enabled,
    }


service = host.configManager.virtualNicManager.QueryNetConfig("vSphereProvisioning")
result = {
    "stacks": {one.key: stack_members(one) for one in network.netStackInstance},
    "adapters": [adapter_members(one) for one in network.vnic],
    "running": [running(one) for one in host.runtime.networkRuntimeInfo.netStackInstanceRuntimeInfo],
    "secondSide": sorted(one.netStackInstance.key for one in system.networkConfig.netStackSpec),
    "sameInfo": [one.device for one in system.networkInfo.vnic] == [one.device for one in network.vnic],
    "proxySwitches": [one.dvsName for one in network.proxySwitch],
    "candidates": [one.device for one in service.candidateVnic],
    "selected": list(service.selectedVnic),
    "product": [host.config.product.apiType, host.config.product.version],
    "ofDisconnected": {
        "config": absent.config,
        "state": absent.runtime.connectionState,
        "network": absent.runtime.networkRuntimeInfo,
    },
}
finish(session, result)
