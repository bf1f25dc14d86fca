// Tests: a real FreeRADIUS with users in a file, on a port of its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Host, ready, type Started } from './host.ts'

export const RADIUS_SECRET = 'testing 123'
/** 38 bytes: longer than two blocks of the hiding, and not all of them letters. */
export const LONG_PASSWORD = '0123456789abcdef0123456789ABCDEF-42é'

interface RadiusOptions {
  host: Host
  /** Made for it. */
  folder: string
  address: string
  port: number
}

export async function startRadius({ host, folder, address, port }: RadiusOptions): Promise<Started> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'radiusd.conf'), conf(folder, address, port))
  writeFileSync(join(folder, 'users'), USERS)
  const started = host.start([
    ...['/usr/sbin/freeradius', '-f', '-l', 'stdout', '-d', folder, '-n', 'radiusd'],
    ...['-D', '/usr/share/freeradius'],
  ])
  await ready('freeradius', started, () => started.output().includes('Ready to process'))
  return started
}

// Every `{` ends its line: it is read line by line.
const conf = (folder: string, address: string, port: number): string => `
prefix = /usr
name = radiusd
logdir = ${folder}
run_dir = ${folder}
raddbdir = ${folder}
libdir = /usr/lib/freeradius
pidfile = ${folder}/radiusd.pid
max_request_time = 5
cleanup_delay = 1
log {
 destination = stdout
 auth = yes
}
security {
 max_attributes = 200
 reject_delay = 0
 status_server = yes
}
proxy_requests = no
client all {
 ipaddr = *
 secret = "${RADIUS_SECRET}"
 require_message_authenticator = yes
}
thread pool {
 start_servers = 1
 max_servers = 4
 min_spare_servers = 1
 max_spare_servers = 2
}
modules {
 pap {
 }
 files {
  usersfile = ${folder}/users
 }
 always handled {
  rcode = handled
 }
 always reject {
  rcode = reject
 }
 always ok {
  rcode = ok
 }
}
server default {
 listen {
  type = auth
  ipaddr = ${address}
  port = ${port}
 }
 authorize {
  files
  pap
  if (&User-Name == "otp" && &State) {
   if (&User-Password == "123456") {
    update control {
     Auth-Type := Accept
    }
   }
   else {
    reject
   }
  }
 }
 authenticate {
  Auth-Type PAP {
   pap
   if (ok && &User-Name == "otp" && !&State) {
    update reply {
     State := 0x0102030405
     Reply-Message := "Enter the code"
     Message-Authenticator := 0x00
    }
    update control {
     Response-Packet-Type := Access-Challenge
    }
    handled
   }
  }
 }
 post-auth {
  update reply {
   Message-Authenticator := 0x00
  }
  Post-Auth-Type REJECT {
   update reply {
    Message-Authenticator := 0x00
   }
  }
 }
}
`

/** A refusal of this server carries Filter-Id as well: it must not count. */
const USERS = `
alice Cleartext-Password := "alicepw"
	Filter-Id := "lb-admin",
	Class := "role=admin",
	Reply-Message := "hello"
bob Cleartext-Password := "bobpw"
	Filter-Id := "lb-reader"
long Cleartext-Password := "${LONG_PASSWORD}"
	Cisco-AVPair := "shell:roles=admin",
	Cisco-AVPair += "shell:priv-lvl=15"
norole Cleartext-Password := "norolepw"
otp Cleartext-Password := "otppw"
	Filter-Id := "lb-admin"
`
