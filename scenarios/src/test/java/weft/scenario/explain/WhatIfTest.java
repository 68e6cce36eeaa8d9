package weft.scenario.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.scenario.assemble.Change;

/** The search of what-if, over runs whose times are formulas. */
final class WhatIfTest {

  private static final long BASE_PS = 1_000_000;

  /** A part of the run that gets shorter, down to a point. */
  private record Part(int number, double factor) implements Change {}

  private final List<Change> asked = new ArrayList<>();

  private static Resource resource(int number, String idle) {
    return new Resource("r" + number, "r" + number, idle, factor -> new Part(number, factor));
  }

  private static Outcome outcome(long endPs) {
    return new Outcome(endPs, "", 0, null);
  }

  /** Part <i>i</i> takes {@code times[i]} of the million, and is hidden below {@code least[i]}. */
  private List<WhatIf.Row> rows(List<Resource> resources, long[] times, long[] least) {
    return WhatIf.of(
        resources,
        outcome(BASE_PS),
        changes -> {
          asked.addAll(changes);
          return changes.stream()
              .map(Part.class::cast)
              .map(
                  part -> {
                    long full = times[part.number];
                    long rest = Math.max(least[part.number], Math.round(full / part.factor));
                    return Optional.of(outcome(BASE_PS - full + rest));
                  })
              .toList();
        });
  }

  /** 300,000 that end at a quarter, 500,000 that do not, nothing, and what was not to be tried. */
  @Test
  void gainsAreSortedAndFollowedUp() {
    List<WhatIf.Row> rows =
        rows(
            List.of(resource(0, ""), resource(1, "unused"), resource(2, ""), resource(3, "")),
            new long[] {300_000, 0, 500_000, 200_000},
            new long[] {75_000, 0, 0, 200_000});
    assertThat(rows)
        .extracting(row -> row.resource().name())
        .containsExactly("r2", "r0", "r1", "r3");
    WhatIf.Row longest = rows.get(0);
    assertThat(longest.doublePs()).hasValue(-250_000);
    assertThat(longest.tenthPs()).hasValue(-45_455);
    assertThat(longest.enoughFactor()).isEqualTo(64);
    assertThat(longest.isEnough()).isFalse();
    WhatIf.Row hidden = rows.get(1);
    assertThat(hidden.doublePs()).hasValue(-150_000);
    assertThat(hidden.enoughFactor()).isEqualTo(4);
    assertThat(hidden.enoughPs()).hasValue(-225_000);
    assertThat(hidden.isEnough()).isTrue();
    for (WhatIf.Row nothing : rows.subList(2, 4)) {
      assertThat(nothing.tenthPs()).hasValue(0);
      assertThat(nothing.doublePs()).hasValue(0);
      assertThat(nothing.enoughFactor()).isEqualTo(1);
      assertThat(nothing.isEnough()).isTrue();
    }
    assertThat(asked).doesNotHaveDuplicates().noneMatch(change -> ((Part) change).number == 1);
  }

  /**
   * 300,000 that end at a third: 4 times is enough, twice is not, and the range is halved thrice.
   */
  @Test
  void whatIsEnoughIsNarrowedDown() {
    WhatIf.Row row =
        rows(List.of(resource(0, "")), new long[] {300_000}, new long[] {100_000}).get(0);
    assertThat(row.isEnough()).isTrue();
    assertThat(row.enoughFactor()).isBetween(3.0, 3 * Math.pow(2, 1 / 8.0));
    assertThat(row.enoughPs()).hasValue(-200_000);
  }

  /** Better than enough gains less than a thousandth of the run, whatever the shape. */
  @Test
  void moreThanEnoughBringsNothing() {
    for (long least = 20_000; least < 300_000; least += 10_000) {
      WhatIf.Row row =
          rows(List.of(resource(0, "")), new long[] {300_000}, new long[] {least}).get(0);
      assertThat(row.isEnough()).isTrue();
      long leftPs = row.enoughPs().orElseThrow() + 300_000 - least;
      assertThat(leftPs).isBetween(0L, BASE_PS / 1000);
      assertThat(row.enoughFactor()).isLessThanOrEqualTo(300_000.0 / least * Math.pow(2, 1 / 8.0));
    }
  }

  /** However many there are, and however long each goes on to gain. */
  @Test
  void theNumberOfRunsIsBounded() {
    for (int count = 1; count < 40; count++) {
      asked.clear();
      int resources = count;
      long[] times = IntStream.range(0, count).mapToLong(i -> 20_000 + i).toArray();
      List<WhatIf.Row> rows =
          rows(
              IntStream.range(0, resources).mapToObj(i -> resource(i, "")).toList(),
              times,
              new long[count]);
      assertThat(rows).hasSize(count);
      assertThat(asked).hasSizeLessThan(WhatIf.MOST_RUNS).doesNotHaveDuplicates();
      assertThat(rows.get(0).doublePs()).isPresent();
    }
    assertThat(asked).hasSize(WhatIf.MOST_RUNS - 1);
  }

  /** Resources that come down to the same change are run once. */
  @Test
  void equalChangesAreRunOnce() {
    List<WhatIf.Row> rows =
        rows(List.of(resource(0, ""), resource(0, "")), new long[] {1_000}, new long[] {0});
    assertThat(rows.get(0).doublePs()).isEqualTo(rows.get(1).doublePs());
    assertThat(asked).doesNotHaveDuplicates();
  }

  @Test
  void whatWasInterruptedIsUnknown() {
    List<WhatIf.Row> rows =
        WhatIf.of(
            List.of(resource(0, "")),
            outcome(BASE_PS),
            changes -> changes.stream().map(change -> Optional.<Outcome>empty()).toList());
    assertThat(rows.get(0).doublePs()).isEmpty();
    assertThat(rows.get(0).isEnough()).isFalse();
  }
}
