package dev.sallyport.worker.privacy;

import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.privacy.ForgetExports;

/** The jobs behind what people have a right to. */
public record DataRights(JobHandler export, JobHandler erase, ForgetExports old) {}
