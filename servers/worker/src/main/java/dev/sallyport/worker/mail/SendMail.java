package dev.sallyport.worker.mail;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.worker.mail.Postman.Delivery;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Does the jobs of the kind {@code mail}: writes the letter and gives it to the postman. */
public final class SendMail implements JobHandler, AutoCloseable {
    private final Letterpress press;
    private final Postman postman;
    private final MeterRegistry meters;

    public SendMail(Letterpress press, Postman postman, MeterRegistry meters) {
        this.press = press;
        this.postman = postman;
        this.meters = meters;
    }

    @Override
    public Result run(Job job) throws InterruptedException {
        Optional<Mail> mail = press.press(job);
        if (mail.isEmpty()) {
            return new Result.Dead(
                    "no letter can be written of this: it lacks a template, a recipient or a link of ours");
        }
        return switch (postman.deliver(mail.get())) {
            case Delivery.Accepted() -> counted("accepted", new Result.Done());
            case Delivery.Later(String why) -> counted("later", new Result.Retry(why));
            case Delivery.Away(String why) -> counted("away", new Result.Retry(why));
            case Delivery.Refused(String why) -> counted("refused", new Result.Dead(why));
        };
    }

    /** Why no letters leave; nothing when they do. */
    public Optional<String> trouble() {
        return postman.trouble();
    }

    @Override
    public void close() {
        postman.close();
    }

    private Result counted(String outcome, Result result) {
        meters.counter("sallyport.mail", "outcome", outcome).increment();
        return result;
    }
}
