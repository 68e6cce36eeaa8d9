package weft.scenario.explain;

import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Change;

/**
 * Something that can be made better.
 *
 * @param name stable name in results, such as {@code nvlink-bandwidth}
 * @param label what people call it
 * @param idle why the run does not depend on it; null if it may
 * @param alsoLimiting name of another tier that is as fast and limits transfers, maybe together
 *     with it, so that it alone may bring nothing; empty if there is none
 * @param better what changes when it gets so many times as good
 */
public record Resource(
    String name,
    String label,
    @Nullable IdleReason idle,
    String alsoLimiting,
    DoubleFunction<Change> better) {

  /** One that is like no other. */
  Resource(String name, String label, @Nullable IdleReason idle, DoubleFunction<Change> better) {
    this(name, label, idle, "", better);
  }

  /** Whether the run does not depend on it. */
  public boolean isIdle() {
    return idle != null;
  }

  /** The name of the bandwidth of a tier. */
  public static String bandwidth(String tier) {
    return tier + "-bandwidth";
  }
}
