"""Compares the simulator's schema tables with pyVmomi's own type information, member by member."""
import json
import re
import sys

from pyVmomi import VmomiSupport, vmodl
from pyVmomi.VmomiSupport import F_LINK, F_OPTIONAL, GetWsdlMethod, GetWsdlName, GetWsdlType

NAMESPACE = "urn:vim25"
# Types of pyVmomi's own that are strings on the wire, and its name for a fault that comes with a message.
ON_THE_WIRE = {"Link": "string", "TypeName": "string", "PropertyPath": "string", "MethodName": "string",
               "MethodFault": "LocalizedMethodFault"}
OWN_MEMBERS = ("dynamicType", "dynamicProperty")
# The message of a fault stands beside it on the wire, so pyVmomi gives it to the fault.
OF_FAULTS = ("msg",)
# pyVmomi never meets this type: its reader makes a fault of it.
UNWRAPPED = "LocalizedMethodFault"

# Of these only what finders read is in the tables.
PARTLY = ("VirtualMachine",)

with open(json.loads(sys.argv[1])["tables"], encoding="utf-8") as file:
    tables = json.load(file)
differences = []


def expect(where, ours, theirs):
    if ours != theirs:
        differences.append(f"{where}: the table has {ours}, pyVmomi has {theirs}")


def since(version, ours):
    """8.0.3.0 as 8000300, as the simulator writes it; the general types of vmodl have no version of vSphere."""
    text = VmomiSupport.versionIdMap[version]
    parts = [int(re.match(r"\d+", part)[0]) for part in text.split(".")] if text else []
    return sum(part * 100 ** (3 - index) for index, part in enumerate(parts)) if parts else ours


def shape(kind, flags):
    """Type, reference and repetition of a member. Links are strings; what is linkable is a whole object."""
    repeated = issubclass(kind, VmomiSupport.Array)
    item = kind.Item if repeated else kind
    name = "string" if flags & F_LINK else GetWsdlName(item)
    return [ON_THE_WIRE.get(name, name), issubclass(item, VmomiSupport.ManagedObject), repeated]


def theirs_of(info, ours):
    optional = bool(info.flags & F_OPTIONAL)
    return {"shape": shape(info.type, info.flags), "optional": optional, "since": since(info.version, ours)}


def ours_of(member):
    return {"shape": [member["type"], member["reference"], member["array"]], "optional": member["optional"],
            "since": member["since"]}


def compare_members(where, ours, theirs):
    names = [one["name"] for one in ours]
    expect(f"{where} order", names, [one.name for one in theirs if where not in PARTLY or one.name in names])
    known = {one.name: one for one in theirs}
    for member in ours:
        if member["name"] in known:
            expect(f"{where}.{member['name']}", ours_of(member), theirs_of(known[member["name"]], member["since"]))


def type_named(name):
    try:
        return GetWsdlType(NAMESPACE, name)
    except KeyError:
        differences.append(f"{name}: unknown to pyVmomi")
        return None


def base_name(kind, root):
    name = GetWsdlName(kind.__bases__[0])
    return None if name in (root, "Exception") else name


for one in tables["data"]:
    kind = None if one["name"] == UNWRAPPED else type_named(one["name"])
    if kind is None:
        continue
    hidden = OWN_MEMBERS + (OF_FAULTS if issubclass(kind, vmodl.MethodFault) else ())
    compare_members(one["name"], one["members"], [p for p in kind._GetPropertyList() if p.name not in hidden])
    expect(f"{one['name']} base", one.get("base"), base_name(kind, "DynamicData"))
    expect(f"{one['name']} since", one["since"], since(kind._version, one["since"]))

for one in tables["managed"]:
    kind = type_named(one["name"])
    # A class whose properties are not modelled has those of its base only.
    if kind is None or one["name"] in tables["bare"]:
        continue
    compare_members(one["name"], one["members"], list(kind._GetPropertyList()))
    expect(f"{one['name']} base", one.get("base") or "ManagedObject", base_name(kind, "") or "ManagedObject")

for one in tables["methods"]:
    owner = "ManagedEntity" if one["owner"] == "ManagedObject" else one["owner"]
    if one["name"] == "Fetch":  # pyVmomi's own; it is in no type information
        continue
    try:
        info = GetWsdlMethod(NAMESPACE, one["name"]).info
    except KeyError:
        differences.append(f"{one['name']}: unknown to pyVmomi")
        continue
    compare_members(one["name"], one["parameters"], list(info.params))
    expect(f"{one['name']} owner", owner, GetWsdlName(info.type))
    expect(f"{one['name']} privilege", one.get("privilege"), info.privId)
    expect(f"{one['name']} since", one["since"], since(info.version, one["since"]))
    result = one.get("result")
    expect(
        f"{one['name']} result",
        None if result is None else ours_of(result)["shape"],
        None if info.result is type(None) else shape(info.result, info.resultFlags),
    )

for name, values in tables["enums"].items():
    kind = type_named(name)
    if kind is not None:
        expect(f"{name} values", values, list(kind.values))

for name in tables["unmodelled"]:
    if (NAMESPACE, name) not in VmomiSupport._wsdlMethodMap:
        differences.append(f"{name}: no method of pyVmomi's")
json.dump({"differences": differences, "compared": {name: len(tables[name]) for name in tables}}, sys.stdout)
