/** JSON and YAML, strictly: unknown fields refused, limits set, every mistake reported with its JSON pointer. */
package dev.sallyport.kit.json;
