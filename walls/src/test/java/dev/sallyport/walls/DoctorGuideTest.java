package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.doctor.Check;
import dev.sallyport.app.doctor.Doctor;
import dev.sallyport.app.doctor.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide to {@code sallyport doctor} lists every fault as the program knows it. */
class DoctorGuideTest {
    @Test
    void the_guide_lists_every_fault_that_the_doctor_can_find_and_no_other() {
        List<String> rows = Repository.read(Repository.ROOT.resolve("docs/guide/doctor.md"))
                .lines()
                .filter(line -> line.matches("\\| `[a-z][a-z-]*` \\| `.*"))
                .toList();
        assertThat(rows).containsExactlyElementsOf(due());
    }

    private static List<String> due() {
        List<String> rows = new ArrayList<>();
        for (Check check : Doctor.CHECKS) {
            for (Fault fault : check.faults()) {
                rows.add("| `" + check.name() + "` | `" + fault.id() + "` | "
                        + fault.severity().word() + " | " + cell(fault.meaning()) + " | " + cell(fault.reference())
                        + " |");
            }
        }
        return rows;
    }

    /** Text that Markdown shows as it is. */
    private static String cell(String text) {
        return text.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*");
    }
}
