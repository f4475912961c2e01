import { AsyncLocalStorage } from 'node:async_hooks'
import type { DeviceLabel } from '../../domain/values/device.ts'
import type { Request } from './request.ts'
import { deviceOf } from './user-agent.ts'

const scope = new AsyncLocalStorage<Request>()

/** Runs what answers one request; the device that it came from is known meanwhile. */
export const fromDevice = <Result>(request: Request, run: () => Promise<Result>): Promise<Result> =>
  scope.run(request, run)

/** The device that the present request came from. Read only when asked: most requests open no session. */
export const device = (): DeviceLabel | undefined => deviceOf(scope.getStore()?.headers.get('user-agent'))
