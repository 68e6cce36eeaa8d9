package weft.scenario.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key of the scenario file. The name of the key is that of the record component in kebab case,
 * without the suffix of its unit: {@code uplinkRateBps} is {@code uplink-rate}.
 *
 * <p>A key with {@link #defaultText} has that value when it is left out; one with {@link #absent}
 * is optional; any other is required. The reader, its messages and {@code docs/scenarios.md} all
 * come from this annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

  /** What the key means, in a sentence. */
  String doc();

  /** The value of a key that is left out, written as in the file. */
  String defaultText() default "";

  /** What holds when an optional key is left out, as a phrase. */
  String absent() default "";

  /** A value that is likely to be meant; required for required keys. */
  String example() default "";

  /** The least value allowed, in the base unit. */
  long min() default 0;

  /** The greatest value allowed, in the base unit. */
  long max() default Long.MAX_VALUE;
}
