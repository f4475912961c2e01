import { AsyncLocalStorage } from 'node:async_hooks'
import type { DeviceLabel } from '../../../domain/values/device.ts'
import type { Request } from '../request.ts'
import { deviceOf } from './user-agent.ts'

const scope = new AsyncLocalStorage<Request>()

/** Runs one request with its device known to `device()`, and gives the result of `run`. */
export const fromDevice = <Result>(request: Request, run: () => Promise<Result>): Promise<Result> =>
  scope.run(request, run)

/** The device of the current request. Parsed on demand, since most requests open no session. */
export const device = (): DeviceLabel | undefined => deviceOf(scope.getStore()?.headers.get('user-agent'))
