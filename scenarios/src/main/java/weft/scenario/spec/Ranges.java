package weft.scenario.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of a list of {@link Integer}: {@code 8-15} may stand for all from 8 to 15. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Ranges {

  /** What a range looks like, as a regular expression. */
  String PATTERN = "(0|[1-9]\\d{0,8})-(0|[1-9]\\d{0,8})";
}
