import { runMembers } from '../lib/commands/members.ts'

process.exitCode = await runMembers(process.argv.slice(2))
