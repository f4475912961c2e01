/** An IPv4 address in the form of an IPv6 one (RFC 4291, section 2.5.5.2). */
const mapped = /^(?:0*:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * The source of an IP address for rate limits: the whole IPv4 address, or the /64 of an IPv6 address, since
 * one customer holds a whole /64.
 */
export function sourceOf(ip: string): string {
  const [, ipv4 = ip.includes(':') ? undefined : ip] = mapped.exec(ip) ?? []
  if (ipv4 !== undefined) return ipv4
  const [head = '', tail] = ip.toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...gap, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
