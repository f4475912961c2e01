import { DatabaseSync } from 'node:sqlite'

/**
 * The embedded database (dynoxide 1.2.1) numbers each stream record by the greatest number so far, as text turned into
 * an integer. Without this index it reads every earlier record of the table for each write, so each write is slower
 * than the one before.
 */
const statement = `CREATE INDEX IF NOT EXISTS ieum_stream_numbers
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`

/**
 * Takes the file of a running embedded database and indexes its stream records; the database uses the index from its
 * next write on. Throws when the file is not such a database.
 */
export function indexStream(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    database.exec(statement)
  } finally {
    database.close()
  }
}
