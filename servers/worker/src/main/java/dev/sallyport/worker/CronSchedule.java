package dev.sallyport.worker;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.sallyport.domain.job.Schedule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The times of a cron expression of five fields, in UTC: minute, hour, day of the month, month, day of the week. */
final class CronSchedule implements Schedule {
    private final ExecutionTime times;

    private CronSchedule(ExecutionTime times) {
        this.times = times;
    }

    /** @throws IllegalArgumentException when the text is no such expression, or names a time that never comes */
    static CronSchedule of(String expression) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        var schedule =
                new CronSchedule(ExecutionTime.forCron(parser.parse(expression).validate()));
        schedule.after(Instant.EPOCH);
        return schedule;
    }

    @Override
    public Instant after(Instant now) {
        return times.nextExecution(now.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toInstant)
                .orElseThrow(() -> new IllegalArgumentException("this time never comes"));
    }
}
