// Room for the bytes of an answer, used again for the next one: megabytes a second would else be left to clear away.

export class Room {
  private bytes = Buffer.alloc(0)
  private size = 0

  /** What came so far; only until the room is used again. */
  get taken(): Buffer {
    return this.bytes.subarray(0, this.size)
  }

  get capacity(): number {
    return this.bytes.length
  }

  clear(): void {
    this.size = 0
  }

  add(part: Uint8Array): void {
    const size = this.size + part.length
    if (size > this.bytes.length) this.bytes = Buffer.concat([this.taken], 2 * size)
    this.bytes.set(part, this.size)
    this.size = size
  }
}
