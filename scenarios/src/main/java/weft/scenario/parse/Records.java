package weft.scenario.parse;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes records by reflection. */
final class Records {

  private Records() {}

  /** A record from the values of all its components, in order. */
  static Record construct(Class<? extends Record> type, @Nullable Object... arguments) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "cannot make a " + type + " of " + Arrays.toString(arguments), e);
    }
  }
}
