import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { clientTypes } from '../lib/commands/client-types.ts'
import { openapi } from '../lib/http/openapi/openapi.ts'

const file = fileURLToPath(new URL('../client/src/api.ts', import.meta.url))
writeFileSync(file, clientTypes(openapi('http://localhost:3000')))
execFileSync('npx', ['biome', 'format', '--write', file])
