package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Doors of operators and developers that should not open to the street. */
final class OpenDoorsCheck implements Check {
    private static final Fault OPERATIONS = Fault.of(
                    "operations-open",
                    MEDIUM,
                    "Measurements, health or settings of the machine are told to everybody.",
                    "let such paths listen on an inner address only",
                    "CWE-497")
            .here("monitor: { listen: \"127.0.0.1:9090\" }, and no route of the proxy to it");
    private static final Fault FILES = Fault.of(
            "files-open",
            HIGH,
            "Files with secrets or source are served.",
            "keep them out of the folder that is served, and replace the secrets in them",
            "T46, CWE-538");

    private record Door(Fault fault, String path, Pattern sign) {
        static Door of(Fault fault, String path, String sign) {
            return new Door(fault, path, Pattern.compile(sign));
        }
    }

    /** Each with what it says when it is really there: many sites answer every path. */
    private static final List<Door> DOORS = List.of(
            Door.of(OPERATIONS, "/metrics", "(?m)^# (?:HELP|TYPE) "),
            Door.of(OPERATIONS, "/actuator/env", "\"propertySources\""),
            Door.of(OPERATIONS, "/actuator/prometheus", "(?m)^# (?:HELP|TYPE) "),
            Door.of(OPERATIONS, "/actuator", "\"_links\""),
            Door.of(OPERATIONS, "/q/metrics", "(?m)^# (?:HELP|TYPE) "),
            Door.of(OPERATIONS, "/debug/pprof/", "goroutine"),
            Door.of(OPERATIONS, "/debug/vars", "\"memstats\""),
            Door.of(OPERATIONS, "/server-status", "Apache Server Status"),
            Door.of(OPERATIONS, "/nginx_status", "Active connections:"),
            Door.of(FILES, "/.git/HEAD", "\\Aref: refs/"),
            Door.of(FILES, "/.env", "(?m)\\A(?:#.*\\n|[A-Z][A-Z0-9_]*=)"),
            Door.of(FILES, "/sallyport.yaml", "(?m)^(?:public_url|listen|database|master_key_file):"),
            Door.of(FILES, "/.DS_Store", "\\A\\x00\\x00\\x00\\x01Bud1"),
            Door.of(FILES, "/backup.sql", "(?i)(?:CREATE TABLE|INSERT INTO)"));

    @Override
    public String name() {
        return "open-doors";
    }

    @Override
    public List<Fault> faults() {
        return List.of(OPERATIONS, FILES);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Door door : DOORS) {
            Answer answer = site.get(door.path());
            if (answer.status() == 200 && door.sign().matcher(answer.body()).find()) {
                findings.add(door.fault().at(answer, "it opens"));
            }
        }
        return new Verdict.Examined(findings);
    }
}
