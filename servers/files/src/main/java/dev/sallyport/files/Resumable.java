package dev.sallyport.files;

import dev.sallyport.domain.file.BeginUpload;
import dev.sallyport.domain.file.ContinueUpload;
import dev.sallyport.domain.file.EndUpload;
import dev.sallyport.domain.file.ReadUploads;

/** What can be done with an upload of many requests. */
public record Resumable(BeginUpload beginning, ContinueUpload continuing, ReadUploads reading, EndUpload ending) {}
