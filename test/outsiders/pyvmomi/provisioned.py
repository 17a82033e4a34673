"""What a host has on its provisioning stack."""
from vcenter import arguments, connect, finish, host_named, stack

ready = arguments()
session = connect(ready)
host = host_named(session.content, ready["host"])
on_stack = [one for one in host.config.network.vnic if one.spec.netStackInstanceKey == "vSphereProvisioning"]
settings = stack(host)
result = {
    "adapters": [
        [one.device, one.spec.ip.ipAddress, one.spec.ip.subnetMask, one.spec.mtu, one.spec.ipRouteSpec is not None]
        for one in on_stack
    ],
    "gateways": [settings.ipRouteConfig.defaultGateway, settings.ipRouteConfig.ipV6DefaultGateway],
    "congestion": settings.congestionControlAlgorithm,
    "connections": settings.requestedMaxNumberOfConnections,
}
finish(session, result)
