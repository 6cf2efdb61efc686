package dev.sallyport.domain.privacy;

import dev.sallyport.domain.person.Person;
import java.io.IOException;

/** One kind of data that is kept about people, as an export tells it (Regulation (EU) 2016/679 Art. 15 and 20). */
@FunctionalInterface
public interface Holding {
    /** Writes all that is kept of this kind about the person. */
    void tell(Person person, Archive archive) throws IOException;
}
