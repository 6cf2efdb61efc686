/** The configuration: one YAML file, overridden by the environment, read once into a record, every mistake at once. */
package dev.sallyport.kit.config;
