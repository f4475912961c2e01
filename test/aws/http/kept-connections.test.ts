import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeptConnections } from '../../../lib/aws/http/kept-connections.ts'

it('a connection is kept for its own host and port alone', () => {
  const connections = new KeptConnections()
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6())
  const both = fc.property(host, host, fc.nat(65_535), fc.nat(65_535), (one, other, first, second) => {
    const isSame = one === other && first === second
    const names = [
      connections.getName({ host: one, port: first }),
      connections.getName({ host: other, port: second }),
    ]
    expect(names[0] === names[1]).toBe(isSame)
  })
  fc.assert(both, {
    examples: [
      ['a.example', 'a.example', 443, 443],
      ['::1', '::1:1', 11, 1],
    ],
  })
})
