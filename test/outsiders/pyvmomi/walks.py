"""Finds hosts in every way that scripts use."""
from pyVmomi import vim, vmodl

from vcenter import arguments, connect, finish, inventory

ready = arguments()
session = connect(ready)
content = session.content
collector = content.propertyCollector
query = vmodl.query.PropertyCollector


def by_view(*kinds):
    view = content.viewManager.CreateContainerView(content.rootFolder, list(kinds), True)
    names = sorted(one.name for one in view.view)
    view.Destroy()
    return names


def down_the_tree():
    """The recursive traversal by named specs, from the root folder to the hosts."""
    down = [query.SelectionSpec(name=name) for name in ("folder", "datacenter", "compute")]
    walks = [
        query.TraversalSpec(name="folder", type=vim.Folder, path="childEntity", skip=False, selectSet=down),
        query.TraversalSpec(name="datacenter", type=vim.Datacenter, path="hostFolder", skip=False, selectSet=down),
        query.TraversalSpec(name="compute", type=vim.ComputeResource, path="host", skip=False),
    ]
    start = query.ObjectSpec(obj=content.rootFolder, skip=False, selectSet=walks)
    wanted = query.PropertySpec(type=vim.HostSystem, pathSet=["name", "runtime.connectionState"])
    return [query.FilterSpec(objectSet=[start], propSet=[wanted])]


def paged(specs, size):
    pages = []
    page = collector.RetrievePropertiesEx(specs, query.RetrieveOptions(maxObjects=size))
    while page is not None:
        pages.append([next(prop.val for prop in one.propSet if prop.name == "name") for one in page.objects])
        page = collector.ContinueRetrievePropertiesEx(page.token) if page.token else None
    return pages


def path_of(entity):
    parts = []
    while entity is not None and entity != content.rootFolder:
        parts.append(entity.name)
        entity = entity.parent
    return "/".join(reversed(parts))


hosts = inventory(content, vim.HostSystem)
paths = {name: path_of(host) for name, host in hosts.items()}
search = content.searchIndex
first = hosts[ready["hosts"][0]]
cluster = search.FindByInventoryPath("/".join(paths[first.name].split("/")[:-1]))
datacenter = search.FindByInventoryPath(ready["datacenter"])
address = first.config.network.vnic[0].spec.ip.ipAddress
result = {
    "byView": by_view(vim.HostSystem),
    "clusters": by_view(vim.ClusterComputeResource),
    "subclasses": by_view(vim.DistributedVirtualSwitch),
    "everything": [by_view(vim.ManagedEntity), by_view()],
    "byCollector": sorted(hosts),
    "pages": paged(down_the_tree(), 2),
    "byPath": sorted(search.FindByInventoryPath(path).name for path in paths.values()),
    "path": paths[first.name],
    "ofCluster": sorted(host.name for host in cluster.host),
    "byDnsName": search.FindByDnsName(dnsName=first.name, vmSearch=False) == first,
    "byAddress": search.FindByIp(ip=address, vmSearch=False) == first,
    "byChild": search.FindChild(datacenter.hostFolder, cluster.name) == cluster,
    "unknownName": search.FindByDnsName(dnsName="nobody.example.test", vmSearch=False),
    "unknownPath": search.FindByInventoryPath("DC0/host/nowhere"),
    "unknownProperty": None,
}
wrong = query.PropertySpec(type=vim.HostSystem, pathSet=["nonsense"])
try:
    collector.RetrieveContents([query.FilterSpec(objectSet=[query.ObjectSpec(obj=first)], propSet=[wrong])])
except vmodl.query.InvalidProperty as fault:
    result["unknownProperty"] = fault.name
finish(session, result)
