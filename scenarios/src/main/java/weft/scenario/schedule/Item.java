package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import weft.scenario.parse.Position;

/** A part of a schedule as it was written: its values and what is inside it. */
final class Item {

  /** A value as text, and where it is. */
  record Value(String text, Position at) {}

  final Kind kind;
  final Position at;
  final Map<Field, Value> values = new EnumMap<>(Field.class);
  final List<Item> inside = new ArrayList<>();

  Item(Kind kind, Position at) {
    this.kind = kind;
    this.at = at;
  }
}
