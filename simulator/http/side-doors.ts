import { randomUUID } from 'node:crypto';
import { versionsUpTo } from '../schema/version.ts';
import type { VCenter } from '../vcenter.ts';
import { escapeXml } from '../wire/encode.ts';

/** `GET /sdk/vimServiceVersions.xml`: what pyVmomi reads before anything else, without a cookie. */
export function serviceVersions(apiVersion: string): string {
  const [newest = apiVersion, ...prior] = versionsUpTo(apiVersion);
  const versions = prior.map((version) => `   <version>${version}</version>`).join('\n');
  return (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<namespaces version="1.0">\n <namespace>\n  <name>urn:vim25</name>\n' +
    `  <version>${newest}</version>\n  <priorVersions>\n${versions}\n  </priorVersions>\n </namespace>\n</namespaces>\n`
  );
}

/** `POST /rest/com/vmware/cis/session` with basic authentication: a session id, or undefined for a wrong password. */
export function restSession(vcenter: VCenter, authorization: string | undefined): string | undefined {
  const [, encoded = ''] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  const [name = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const user = vcenter.users.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return user !== undefined && user.password === password.join(':') ? randomUUID().replaceAll('-', '') : undefined;
}

/**
 * `POST /pbm` PbmRetrieveServiceContent: Terraform's provider asks for it from every vCenter, and gives up without it.
 * Nothing else of the storage policy service is here; undefined for another call.
 */
export function pbmReply(body: string, instanceUuid: string): string | undefined {
  if (!body.includes('PbmRetrieveServiceContent')) return undefined;
  const reference = (name: string, type: string, id: string): string => `<${name} type="${type}">${id}</${name}>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
    '<soapenv:Body><PbmRetrieveServiceContentResponse xmlns="urn:pbm"><returnval>' +
    `<aboutInfo><name>PBM</name><version>2.0</version><instanceUuid>${escapeXml(instanceUuid)}</instanceUuid></aboutInfo>` +
    reference('sessionManager', 'PbmSessionManager', 'SessionManager') +
    reference('capabilityMetadataManager', 'PbmCapabilityMetadataManager', 'CapabilityMetadataManager') +
    reference('profileManager', 'PbmProfileProfileManager', 'ProfileManager') +
    reference('complianceManager', 'PbmComplianceManager', 'complianceManager') +
    reference('placementSolver', 'PbmPlacementSolver', 'placementSolver') +
    '</returnval></PbmRetrieveServiceContentResponse></soapenv:Body></soapenv:Envelope>'
  );
}
