"""Adds a host to the cluster and one by itself, then reads the events in each way that there is."""
from datetime import timedelta

from pyVim.task import WaitForTask
from pyVmomi import vim, vmodl

from vcenter import arguments, connect, finish, name_of

ready = arguments()
session = connect(ready)
content = session.content
manager = content.eventManager
query = vmodl.query.PropertyCollector
TYPES = ["HostAddedEvent", "HostConnectedEvent", "DvsHostJoinedEvent"]
PAGE = 3


def subject(event):
    """The name of the host that the event is about; who joins a switch is a reference only."""
    joined = getattr(event, "hostJoined", None)
    return event.host.name if event.host else joined.name if joined else None


def by_key(events):
    return [[name_of(one), subject(one)] for one in sorted(events, key=lambda one: one.key)]


def filter_spec(**members):
    everywhere = vim.event.EventFilterSpec.ByEntity(entity=content.rootFolder, recursion="all")
    return vim.event.EventFilterSpec(**{"entity": everywhere, "eventTypeId": TYPES, **members})


def collect(read):
    """Calls until nothing comes."""
    events = []
    page = read(2)
    while page:
        events.extend(page)
        page = read(2)
    return events


def updates(version, seconds):
    return content.propertyCollector.WaitForUpdatesEx(version, query.WaitOptions(maxWaitSeconds=seconds))


bell = manager.CreateCollectorForEvents(filter_spec())
watched = content.propertyCollector.CreateFilter(
    query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=bell)],
        propSet=[query.PropertySpec(type=vim.event.EventHistoryCollector, pathSet=["latestPage"])],
    ),
    True,
)
first = updates(None, 10)
quiet = updates(first.version, 0)
begin = session.CurrentTime()


def connect_spec(name):
    return vim.host.ConnectSpec(hostName=name, userName="root", password="secret", force=False)


cluster = content.searchIndex.FindByInventoryPath(f"{ready['datacenter']}/host/{ready['cluster']}")
folder = cluster.parent
clustered = cluster.AddHost_Task(connect_spec("esx-701.example.test"), True)
WaitForTask(clustered, si=session)
alone = folder.AddStandaloneHost_Task(connect_spec("esx-702.example.test"), None, True)
WaitForTask(alone, si=session)
added = [clustered.info.result, alone.info.result]

# Until both hosts have joined the switch: each update brings the whole page.
version, page = first.version, []
while len(page) < 6:
    update = updates(version, 10)
    version, page = update.version, update.filterSet[0].objectSet[0].changeSet[0].val
watched.Destroy()

collector = manager.CreateCollectorForEvents(filter_spec())
forward = collect(collector.ReadNextEvents)
collector.RewindCollector()
rewound = collect(collector.ReadNextEvents)
collector.SetCollectorPageSize(PAGE)
latest = list(collector.latestPage)
collector.ResetCollector()
backward = collect(collector.ReadPreviousEvents)
of_host = vim.event.EventFilterSpec.ByEntity(entity=added[0], recursion="self")
window = vim.event.EventFilterSpec.ByTime(beginTime=begin, endTime=session.CurrentTime() + timedelta(seconds=1))
before = vim.event.EventFilterSpec.ByTime(endTime=begin - timedelta(days=1))
tasks = manager.QueryEvents(filter_spec(eventTypeId=["TaskEvent"]))
event = forward[0]
elsewhere = connect(ready).content.eventManager.CreateCollectorForEvents(filter_spec())
seen = {
    # WaitForTask reads the name so: it has to be that of a method.
    "task": [clustered.info.name.info.name, clustered.info.descriptionId],
    "results": [type(one).__name__ for one in added],
    "hosts": [host.name for host in (added[0], added[1].host[0])],
    "first": [first.filterSet[0].objectSet[0].kind, quiet],
    "bell": by_key(page),
    "forward": by_key(forward),
    "ordered": [one.key for one in forward] == sorted(one.key for one in forward),
    "rewound": by_key(rewound) == by_key(forward),
    "latest": by_key(latest),
    "backward": by_key(backward),
    "queried": by_key(manager.QueryEvents(filter_spec(time=window))),
    "ofOneHost": by_key(manager.QueryEvents(filter_spec(entity=of_host))),
    "before": by_key(manager.QueryEvents(filter_spec(time=before))),
    "otherSession": by_key(collect(elsewhere.ReadNextEvents)) == by_key(forward),
    "members": [event.host.host == added[0], event.datacenter.name, event.computeResource.name, event.userName],
    "aware": begin - timedelta(minutes=1) < event.createdTime < begin + timedelta(minutes=1),
    "latestEvent": manager.latestEvent.key >= forward[-1].key,
    "tasks": sorted({one.info.descriptionId for one in tasks}),
}
collector.DestroyCollector()
try:
    collector.ReadNextEvents(1)
except vmodl.fault.ManagedObjectNotFound as fault:
    seen["destroyed"] = fault.obj._moId == collector._moId
try:
    manager.CreateCollectorForEvents(filter_spec()).ReadNextEvents(1001)
except vmodl.fault.InvalidArgument as fault:
    seen["tooMany"] = fault.invalidProperty
finish(session, seen)
