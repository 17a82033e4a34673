/** Either answer to each fact about vSphere that nobody has confirmed; the defaults are the likelier ones. */
export interface Answers {
  /** Static routes on a system stack: taken, refused, or a yes that changes nothing. */
  readonly staticRoutes: 'accepted' | 'refused' | 'dropped';
  /** DNS on a system stack: taken, refused, or a yes that changes nothing. */
  readonly dns: 'accepted' | 'refused' | 'dropped';
  /** A fault in UpdateNetworkConfig leaves the host as it was. */
  readonly modifyAtomic: boolean;
  /** First adapter and stack edit in one UpdateNetworkConfig. */
  readonly addAndEditTogether: 'refused' | 'accepted';
  /** HostAddedEvent comes before HostConnectedEvent. */
  readonly hostAddedFirst: boolean;
  /** HostConnectedEvent follows an add that connects. */
  readonly connectedEventFollows: boolean;
  /** A move into a cluster posts a second HostAddedEvent. */
  readonly secondHostAdded: boolean;
  /** Gateway, DNS and TCP settings survive the removal of the stack's last adapter. */
  readonly settingsSurvive: boolean;
  /** Where the gateway of a DHCP lease shows. */
  readonly dhcpGateway: 'route' | 'config' | 'none';
  /** The stack's gateway equals the default stack's. */
  readonly equalGateways: 'accepted' | 'refused';
  /** When a changed maximum of connections shows at run time. */
  readonly maxConnections: 'afterReboot' | 'atOnce';
  /** Adding a route that exists. */
  readonly routeAgain: 'refused' | 'accepted';
  /** changeOperation `edit` on a route. */
  readonly routeEdit: 'refused' | 'accepted';
  /** An adapter on the stack shows as selected for the stack's own service, and cannot be (de)selected. */
  readonly stackServiceSelected: boolean;
  /** vCenter blocks AddVirtualNic in a cluster that a configuration profile manages. */
  readonly profileBlocksWrites: boolean;
  /** After a restore from backup, event keys are used again. */
  readonly eventKeysReused: boolean;
  /** Removing the gateway of a system stack that owns an adapter. */
  readonly gatewayRemoval: 'refused' | 'accepted';
  /** A gateway outside every subnet of the stack. */
  readonly gatewayOutsideSubnet: 'accepted' | 'refused';
  /** A second adapter on the provisioning stack. */
  readonly secondVnicOnStack: 'accepted' | 'refused';
  /** An adapter's MTU above its switch's. */
  readonly mtuAboveSwitch: 'refused' | 'accepted';
  /** Whether adapters without an override read back an ipRouteSpec that holds the stack's gateway. */
  readonly routeSpecReadBack: 'absent' | 'filled';
  /** A service that a stack took from the default stack's adapters is theirs again when the stack has none any more. */
  readonly serviceComesBack: boolean;
  /** FindAssociatedProfile of a host names the profiles that are attached to its cluster. */
  readonly clusterProfileOnHosts: boolean;
  /** Calls that change a host's network: tasks in `recentTask` while they run, or a TaskEvent alone. */
  readonly networkTasks: 'listed' | 'eventOnly';
  /** The esxcli channel through vCenter. */
  readonly esxcli: 'offered' | 'methodNotFound' | 'notSupported';
  /** When vCenter shows what esxcli has changed on a host. */
  readonly esxcliShows: 'afterRefresh' | 'atOnce';
  /** Where the text of a failed esxcli command stands. */
  readonly esxcliFault: 'inDetail' | 'inMessage';
  /** The privilege that ExecuteSoap asks for. */
  readonly esxcliPrivilege: string;
  /** DNS, and routes, of a system stack by esxcli: taken, refused, or a yes that changes nothing. */
  readonly esxcliDns: 'accepted' | 'refused' | 'dropped';
  readonly esxcliRoutes: 'accepted' | 'refused' | 'dropped';
}

/** The likelier answers. */
export const defaultAnswers: Answers = {
  staticRoutes: 'accepted',
  dns: 'accepted',
  modifyAtomic: false,
  addAndEditTogether: 'refused',
  hostAddedFirst: true,
  connectedEventFollows: true,
  secondHostAdded: false,
  settingsSurvive: true,
  dhcpGateway: 'route',
  equalGateways: 'accepted',
  maxConnections: 'afterReboot',
  routeAgain: 'refused',
  routeEdit: 'refused',
  stackServiceSelected: true,
  profileBlocksWrites: false,
  eventKeysReused: true,
  gatewayRemoval: 'refused',
  gatewayOutsideSubnet: 'accepted',
  secondVnicOnStack: 'accepted',
  mtuAboveSwitch: 'refused',
  routeSpecReadBack: 'absent',
  serviceComesBack: false,
  clusterProfileOnHosts: false,
  networkTasks: 'listed',
  esxcli: 'offered',
  esxcliShows: 'afterRefresh',
  esxcliFault: 'inDetail',
  esxcliPrivilege: 'Host.Config.Settings',
  esxcliDns: 'accepted',
  esxcliRoutes: 'accepted',
};
