/** Adapters of the domain's ports: SQL (SQLite and PostgreSQL), memory, Redis. Owns the schema; only {@code app} wires it. */
package dev.sallyport.storage;
