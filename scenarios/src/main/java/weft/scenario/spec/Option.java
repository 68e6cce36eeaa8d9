package weft.scenario.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One allowed value of a key: a constant of an enum, as it is written in the file. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Option {

  /** The value as written in the file. */
  String text();

  /** What it means, as a phrase. */
  String doc();
}
