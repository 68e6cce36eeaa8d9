package weft.scenario.parse;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Flat;

/** Makes records by reflection. */
final class Records {

  private Records() {}

  /** A record from the values of all its keys, in order. */
  static Record construct(Class<? extends Record> type, @Nullable Object... values) {
    return construct(type, Arrays.asList(values).iterator());
  }

  private static Record construct(
      Class<? extends Record> type, Iterator<? extends @Nullable Object> values) {
    List<Class<?>> types = new ArrayList<>();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      arguments.add(
          component.isAnnotationPresent(Flat.class)
              ? construct(component.getType().asSubclass(Record.class), values)
              : values.next());
    }
    try {
      return type.getDeclaredConstructor(types.toArray(new Class<?>[0]))
          .newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type + " of " + arguments, e);
    }
  }
}
