"""Logs in well and badly, always with TLS verified."""
import ssl

from pyVim.connect import Disconnect
from pyVmomi import vim, vmodl

from vcenter import arguments, connect, finish, name_of

ready = arguments()
session = connect(ready)
about = session.content.about
result = {
    "apiType": about.apiType,
    "apiVersion": about.apiVersion,
    "spoken": session._stub.version,
    "userName": session.content.sessionManager.currentSession.userName,
    "skew": abs((session.CurrentTime() - session.serverClock).total_seconds()) < 60,
}

manager = session.content.sessionManager
Disconnect(session)
result["afterLogout"] = manager.currentSession
try:
    session.CurrentTime()
except vim.fault.NotAuthenticated as fault:
    result["callAfterLogout"] = {"fault": name_of(fault), "privilege": fault.privilegeId, "object": fault.object._moId}


def refused(**changes):
    try:
        connect(ready, **changes)
    except (vmodl.MethodFault, ssl.SSLCertVerificationError) as error:
        return name_of(error)
    return "taken"


result["wrongPassword"] = refused(pwd="wrong")
result["wrongUser"] = refused(user="nobody@vsphere.local")
result["untrusted"] = refused(sslContext=ssl.create_default_context())
finish(None, result)
