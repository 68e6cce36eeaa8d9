package weft.scenario.explain;

import java.util.function.DoubleFunction;
import weft.scenario.assemble.Change;

/**
 * Something that can be made better.
 *
 * @param name stable name in results, such as {@code nvlink-bandwidth}
 * @param label what people call it
 * @param idle why the run does not depend on it; empty if it may
 * @param better what changes when it gets so many times as good
 */
public record Resource(String name, String label, String idle, DoubleFunction<Change> better) {}
