package weft.scenario.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A value that readers of the documentation may expect of an enum, but that is not built yet. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Planned {

  /** The value as it would be written in the file. */
  String text();

  /** What to say, as a clause. */
  String reason();

  /** The allowed value that comes closest. */
  String instead();
}
