import { describe, expect, it } from 'vitest'
import { consumers } from '../../lib/routes/consumers.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { entryOf, type Route, type RouteId, routes } from '../../lib/routes/routes.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { filesIn, textOf } from '../support/imports.ts'

const isRouteId = (id: string): id is RouteId => id in routes
const routeIds = Object.keys(routes).filter(isRouteId)
const doorKeysOf = (id: RouteId): readonly string[] => {
  const { doors }: Route = routes[id]
  return doors.map(({ method, path }) => `${method} ${path}`)
}

describe('doors and routes', () => {
  it('agree: each route, job and listener has its function, and each function is one of them', async () => {
    const others = Object.keys({ ...jobs, ...listeners, ...subscribers, ...consumers }).map(
      (id) => `functions/${id}.ts`,
    )
    const called = [...routeIds.map(entryOf), ...others]
    expect(await filesIn('functions')).toEqual(called.sort())
  })

  it.each(routeIds)('give %s the name of its key', (id) => {
    expect(routes[id].id).toBe(id)
  })

  it.each(routeIds)('give %s one action for each of its doors, and no other', async (id) => {
    const actions = (await textOf(entryOf(id))).matchAll(/'([A-Z]+ \/[^']*)':/g)
    expect([...actions].map(([, key]) => key)).toEqual(doorKeysOf(id))
  })

  it('may read several items in one call where they read any by key: reads that begin together are joined', () => {
    const single = Object.values<Route>(routes).filter(
      ({ touches: { table, rows } }) =>
        rows === undefined && table.includes('GetItem') && !table.includes('BatchGetItem'),
    )
    expect(single.map(({ id }) => id)).toEqual([])
  })

  it('have no door twice', () => {
    const all = routeIds.flatMap(doorKeysOf)
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([])
  })
})
