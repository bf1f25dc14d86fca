// RADIUS on the wire (RFC 2865, 2869, 3579): the request that is sent, and which answers are believed.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const md5 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const signed = (secret: Buffer, packet: Buffer): Buffer => createHmac('md5', secret).update(packet).digest()

const HEAD = 20
const LONGEST_PACKET = 4096
export const LONGEST_ATTRIBUTE = 253
export const LONGEST_PASSWORD = 128
const TYPE = {
  userName: 1,
  userPassword: 2,
  serviceType: 6,
  filterId: 11,
  replyMessage: 18,
  state: 24,
  class: 25,
  vendor: 26,
  callingStation: 31,
  nasIdentifier: 32,
  messageAuthenticator: 80,
} as const
const SIGNATURE = 16

/** What a request and its answer have in common. `authenticator`: 16 random bytes. */
export interface Envelope {
  secret: Buffer
  identifier: number
  authenticator: Buffer
}

export interface Asked {
  user: string
  password: string
  /** Where the user sits; empty where nobody knows. */
  address: string
  appliance: string
  /** Of the challenge that this answers. */
  state?: Buffer
}

const attribute = (type: number, value: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(value as string)
  return Buffer.concat([Buffer.from([type, bytes.length + 2]), bytes])
}

/** RFC 2865 5.2. `password`: 1 to 128 bytes. */
export function hiddenPassword(password: string, { secret, authenticator }: Envelope): Buffer {
  const plain = Buffer.from(password, 'utf8')
  const hidden = Buffer.alloc(Math.ceil(plain.length / 16) * 16)
  plain.copy(hidden)
  for (let at = 0; at < hidden.length; at += 16) {
    const key = md5(secret, at === 0 ? authenticator : hidden.subarray(at - 16, at))
    for (let i = 0; i < 16; i++) hidden[at + i] = (hidden[at + i] ?? 0) ^ (key[i] ?? 0)
  }
  return hidden
}

/** The Access-Request. Its signature is its first attribute, as is advised against BlastRADIUS. */
export function request(envelope: Envelope, asked: Asked): Buffer {
  const body = [
    attribute(TYPE.messageAuthenticator, Buffer.alloc(SIGNATURE)),
    attribute(TYPE.userName, asked.user),
    attribute(TYPE.userPassword, hiddenPassword(asked.password, envelope)),
    attribute(TYPE.nasIdentifier, asked.appliance.slice(0, 64) || 'fulcrum'),
    attribute(TYPE.serviceType, Buffer.from([0, 0, 0, 6])), // Administrative
    ...(asked.address ? [attribute(TYPE.callingStation, asked.address)] : []),
    ...(asked.state ? [attribute(TYPE.state, asked.state)] : []),
  ]
  const packet = Buffer.concat([Buffer.from([1, envelope.identifier, 0, 0]), envelope.authenticator, ...body])
  packet.writeUInt16BE(packet.length, 2)
  signed(envelope.secret, packet).copy(packet, HEAD + 2)
  return packet
}

export interface Reply {
  result: 'accept' | 'reject' | 'challenge'
  filterId: string[]
  class: string[]
  vendor: { key: string; value: string }[]
  message: string
  state: Buffer
}

const RESULTS: Record<number, Reply['result']> = { 2: 'accept', 3: 'reject', 11: 'challenge' }

type Attribute = readonly [type: number, value: Buffer, at: number]

/** The answer to a request. Throws with what is wrong with it: such a packet is no answer, and others may come. */
export function reply(datagram: Buffer, envelope: Envelope, mustBeSigned: boolean): Reply {
  const length = datagram.length >= HEAD ? datagram.readUInt16BE(2) : 0
  if (length < HEAD || length > LONGEST_PACKET || length > datagram.length) throw new Error('wrong length')
  const packet = Buffer.from(datagram.subarray(0, length))
  const result = RESULTS[packet[0] ?? 0]
  if (packet[1] !== envelope.identifier) throw new Error('another request’s answer')
  if (!result) throw new Error('no answer to a login')
  const { authenticator, secret } = envelope
  const expected = md5(packet.subarray(0, 4), authenticator, packet.subarray(HEAD), secret)
  if (!timingSafeEqual(expected, packet.subarray(4, HEAD)))
    throw new Error('not made with this Shared Secret')
  const attributes = attributesOf(packet)
  checkSignature(packet, attributes, envelope, mustBeSigned)
  return { result, ...contentsOf(attributes) }
}

function attributesOf(packet: Buffer): Attribute[] {
  const found: Attribute[] = []
  for (let at = HEAD; at < packet.length; ) {
    const [type = 0, length = 0] = [packet[at], packet[at + 1]]
    if (length < 2 || at + length > packet.length) throw new Error('broken attributes')
    found.push([type, packet.subarray(at + 2, at + length), at + 2])
    at += length
  }
  return found
}

function checkSignature(
  packet: Buffer,
  all: readonly Attribute[],
  envelope: Envelope,
  needed: boolean,
): void {
  const signatures = all.filter(([type]) => type === TYPE.messageAuthenticator)
  const [signature] = signatures
  if (!signature) {
    if (needed) throw new Error('not signed by Message-Authenticator')
    return
  }
  const [, value, at] = signature
  if (signatures.length > 1 || value.length !== SIGNATURE) throw new Error('broken Message-Authenticator')
  const unsigned = Buffer.from(packet)
  envelope.authenticator.copy(unsigned, 4)
  unsigned.fill(0, at, at + SIGNATURE)
  if (!timingSafeEqual(signed(envelope.secret, unsigned), value))
    throw new Error('wrong Message-Authenticator')
}

function contentsOf(attributes: readonly Attribute[]) {
  const values = (wanted: number) => attributes.flatMap(([type, value]) => (type === wanted ? [value] : []))
  return {
    filterId: values(TYPE.filterId).map(String),
    class: values(TYPE.class).map(String),
    vendor: values(TYPE.vendor).flatMap(vendorValues),
    message: values(TYPE.replyMessage).map(String).join('\n'),
    state: values(TYPE.state)[0] ?? Buffer.alloc(0),
  }
}

/** `key` as `9:1`: the vendor and its attribute. */
function vendorValues(value: Buffer): { key: string; value: string }[] {
  if (value.length < 6) return []
  const vendor = value.readUInt32BE(0)
  const found: { key: string; value: string }[] = []
  for (let at = 4; at + 2 <= value.length; ) {
    const [type = 0, length = 0] = [value[at], value[at + 1]]
    if (length < 2 || at + length > value.length) break
    found.push({ key: `${vendor}:${type}`, value: value.toString('utf8', at + 2, at + length) })
    at += length
  }
  return found
}
