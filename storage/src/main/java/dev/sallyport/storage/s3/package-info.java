/** Contents in an S3 bucket. The client is loaded where the configuration asks for it and nowhere else. */
package dev.sallyport.storage.s3;
