"""Reads every property of every object, once alone and once with all others, in each API version of the test."""
from pyVmomi import VmomiSupport, vim, vmodl
from pyVmomi.VmomiSupport import F_OPTIONAL

from vcenter import arguments, connect, finish, name_of

ready = arguments()
query = vmodl.query.PropertyCollector


def unset(where, value):
    """Members that the type demands and that are not there, at every depth. Numbers and flags cannot be told so."""
    if isinstance(value, VmomiSupport.Array):
        for one in value:
            yield from unset(where, one)
    elif isinstance(value, VmomiSupport.DataObject):
        name = VmomiSupport.GetWsdlName(type(value))
        for info in value._GetPropertyList():
            member = getattr(value, info.name)
            if member is None and not info.flags & F_OPTIONAL:
                yield f"{where}: {name}.{info.name}"
            yield from unset(where, member)


def objects(content):
    view = content.viewManager.CreateContainerView(content.rootFolder, None, True)
    entities = list(view.view)
    members = [getattr(content, info.name) for info in content._GetPropertyList()]
    managers = [one for one in members if isinstance(one, VmomiSupport.ManagedObject)]
    systems = [
        getattr(host.configManager, name)
        for host in entities
        if isinstance(host, vim.HostSystem)
        for name in ("networkSystem", "virtualNicManager")
    ]
    collector = content.eventManager.CreateCollectorForEvents(vim.event.EventFilterSpec())
    return [*managers, *entities, *systems, view, collector]


def visible(one, version):
    """The properties that the class has in the negotiated version."""
    known = [info for info in type(one)._GetPropertyList() if VmomiSupport.IsChildVersion(version, info.version)]
    return {info.name: info for info in known}


def missing(one, properties, values, how):
    kind = VmomiSupport.GetWsdlName(type(one))
    for name, value in values.items():
        if value is None and not properties[name].flags & F_OPTIONAL:
            yield f"{how} {kind}.{name}"
        yield from unset(f"{how} {kind}.{name}", value)


def fetched(one, names):
    """Each property with a call of its own."""
    values = {}
    for name in names:
        try:
            values[name] = getattr(one, name)
        except Exception as error:  # Any trouble of pyVmomi's reader is what this looks for.
            troubles.add(f"{VmomiSupport.GetWsdlName(type(one))}.{name}: {name_of(error)} {getattr(error, 'msg', error)}")
    return values


def collected(content, one):
    """All properties with one call."""
    spec = query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=one)], propSet=[query.PropertySpec(type=type(one), all=True)]
    )
    found = content.propertyCollector.RetrieveContents([spec])[0]
    troubles.update(f"{VmomiSupport.GetWsdlName(type(one))}.{gap.path}: {name_of(gap.fault)}" for gap in found.missingSet)
    return {prop.name: prop.val for prop in found.propSet}


troubles, gaps, spoken, counted = set(), set(), [], 0
for version in ready["versions"]:
    session = connect(ready, preferredApiVersions=[version])
    spoken.append(VmomiSupport.versionIdMap[session._stub.version])
    content = session.RetrieveContent()
    for one in objects(content):
        properties = visible(one, session._stub.version)
        values = fetched(one, properties)
        counted += len(values)
        gaps.update(missing(one, properties, values, "fetched"))
        whole = collected(content, one)
        absent = {name: whole.get(name) for name in properties}
        gaps.update(missing(one, properties, absent, "collected"))
    session.content.sessionManager.Logout()
finish(None, {"spoken": spoken, "troubles": sorted(troubles), "gaps": sorted(gaps), "counted": counted})
