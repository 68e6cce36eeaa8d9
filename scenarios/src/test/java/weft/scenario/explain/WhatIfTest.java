package weft.scenario.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.scenario.assemble.Change;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.CacheTransfer;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.InferenceFormats;
import weft.sim.workload.llm.InferenceParallelism;
import weft.sim.workload.llm.InferencePlan;
import weft.sim.workload.llm.TransformerModel;

/** The search of what-if, over runs whose times are formulas. */
final class WhatIfTest {

  private static final long BASE_PS = 1_000_000;

  /** A part of the run that gets shorter, down to a point. */
  private record Part(int number, double factor) implements Change {}

  private final List<Change> asked = new ArrayList<>();

  private static Resource resource(int number, @Nullable IdleReason idle) {
    return new Resource("r" + number, "r" + number, idle, factor -> new Part(number, factor));
  }

  private static Outcome outcome(long endPs) {
    return new Outcome(endPs, "", 0, null);
  }

  @Test
  void roundingIsNoDifference() {
    // 5.56 s, and what rates in 53 bits and times in picoseconds make of it: 2 ps.
    long basePs = 5_560_000_000_000L;
    List<WhatIf.Row> rows =
        WhatIf.of(
            List.of(resource(0, null)),
            outcome(basePs),
            WhatIf.MOST_RUNS,
            changes -> List.of(Optional.of(outcome(basePs - 2))));
    assertThat(rows.get(0).isWithoutInfluence()).isTrue();
    assertThat(rows.get(0).gainsNothing()).isTrue();
  }

  /** Part <i>i</i> takes {@code times[i]} of the million, and is hidden below {@code least[i]}. */
  private List<WhatIf.Row> rows(List<Resource> resources, long[] times, long[] least) {
    return rows(resources, times, least, WhatIf.MOST_RUNS);
  }

  private List<WhatIf.Row> rows(
      List<Resource> resources, long[] times, long[] least, int mostRuns) {
    return WhatIf.of(
        resources,
        outcome(BASE_PS),
        mostRuns,
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
            List.of(
                resource(0, null),
                resource(1, IdleReason.UNUSED),
                resource(2, null),
                resource(3, null)),
            new long[] {300_000, 0, 500_000, 200_000},
            new long[] {75_000, 0, 0, 200_000});
    assertThat(rows)
        .extracting(row -> row.resource().name())
        .containsExactly("r2", "r0", "r1", "r3");
    WhatIf.Row longest = rows.get(0);
    assertThat(longest.doublePs()).hasValue(-250_000);
    assertThat(longest.tenthPs()).hasValue(-45_455);
    assertThat(longest.enough().factor()).isEqualTo(64);
    assertThat(longest.enough().isEnough()).isFalse();
    assertThat(longest.enough().found()).isEqualTo(Enough.Found.BEYOND);
    assertThat(longest.lacksRuns()).isFalse();
    WhatIf.Row hidden = rows.get(1);
    assertThat(hidden.doublePs()).hasValue(-150_000);
    assertThat(hidden.enough().factor()).isBetween(3.947, 3.948 * Math.pow(2, 1 / 8.0));
    assertThat(hidden.enoughPs().orElseThrow()).isBetween(-225_000L, -224_000L);
    assertThat(hidden.enough().isEnough()).isTrue();
    for (WhatIf.Row nothing : rows.subList(2, 4)) {
      assertThat(nothing.tenthPs()).hasValue(0);
      assertThat(nothing.doublePs()).hasValue(0);
      assertThat(nothing.enough().factor()).isEqualTo(1);
      assertThat(nothing.enough().isEnough()).isTrue();
    }
    assertThat(asked).doesNotHaveDuplicates().noneMatch(change -> ((Part) change).number == 1);
  }

  /** 300,000 that end at a third: enough is where less than 1,000 is left of that, 2.97. */
  @Test
  void whatIsEnoughIsNarrowedDown() {
    WhatIf.Row row =
        rows(List.of(resource(0, null)), new long[] {300_000}, new long[] {100_000}).get(0);
    assertThat(row.enough().isEnough()).isTrue();
    assertThat(row.enough().found()).isEqualTo(Enough.Found.FOUND);
    assertThat(row.enough().factor()).isBetween(2.970, 2.971 * Math.pow(2, 1 / 8.0));
    assertThat(row.enough().above()).isBetween(2.970 / Math.pow(2, 1 / 8.0) - 0.001, 2.971);
    assertThat(row.enoughPs().orElseThrow()).isBetween(-200_000L, -199_000L);
  }

  /** Better than enough gains less than a thousandth of the run, whatever the shape. */
  @Test
  void moreThanEnoughBringsNothing() {
    for (long least = 20_000; least < 300_000; least += 10_000) {
      WhatIf.Row row =
          rows(List.of(resource(0, null)), new long[] {300_000}, new long[] {least}).get(0);
      assertThat(row.enough().isEnough()).isTrue();
      long leftPs = row.enoughPs().orElseThrow() + 300_000 - least;
      assertThat(leftPs).isBetween(0L, BASE_PS / 1000);
      assertThat(row.enough().factor())
          .isLessThanOrEqualTo(300_000.0 / least * Math.pow(2, 1 / 8.0));
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
              IntStream.range(0, resources).mapToObj(i -> resource(i, null)).toList(),
              times,
              new long[count]);
      assertThat(rows).hasSize(count);
      assertThat(asked).hasSizeLessThan(WhatIf.MOST_RUNS).doesNotHaveDuplicates();
      assertThat(rows.get(0).doublePs()).isPresent();
    }
    assertThat(asked).hasSize(WhatIf.MOST_RUNS - 1);
  }

  /**
   * Eight that end at a third: after 16 runs a tenth and twice as good, seven are left, three for
   * each of the two that gain most, and one for the next. With more runs all are found.
   */
  @Test
  void theLargestGainsAreSearchedToTheEndFirst() {
    List<Resource> eight = IntStream.range(0, 8).mapToObj(i -> resource(i, null)).toList();
    long[] times = IntStream.range(0, 8).mapToLong(i -> 30_000 + 5_000 * i).toArray();
    long[] least = LongStream.of(times).map(time -> time / 3).toArray();
    List<WhatIf.Row> rows = rows(eight, times, least);
    assertThat(rows.get(0).resource().name()).isEqualTo("r7");
    assertThat(rows)
        .extracting(row -> row.enough().found())
        .startsWith(Enough.Found.FOUND, Enough.Found.FOUND, Enough.Found.BETWEEN)
        .endsWith(Enough.Found.UNKNOWN);
    assertThat(rows.subList(0, 2)).noneMatch(WhatIf.Row::lacksRuns);
    assertThat(rows.subList(2, 8)).allMatch(WhatIf.Row::lacksRuns);
    assertThat(rows.get(7).enoughPs()).isEmpty();
    assertThat(asked).hasSize(WhatIf.MOST_RUNS - 1);
    assertThat(rows(eight, times, least, 100))
        .allMatch(row -> row.enough().found() == Enough.Found.FOUND && !row.lacksRuns());
  }

  /** Of three that bring the same, the first is searched, then the fourth, which brings less. */
  @Test
  void whatBringsTheSameIsSearchedLast() {
    List<Resource> resources = IntStream.range(0, 4).mapToObj(i -> resource(i, null)).toList();
    List<WhatIf.Row> rows =
        rows(
            resources,
            new long[] {300_000, 300_000, 300_000, 200_000},
            new long[] {60_000, 70_000, 80_000, 50_000},
            16);
    assertThat(rows)
        .extracting(row -> row.resource().name())
        .containsExactly("r0", "r1", "r2", "r3");
    assertThat(rows.get(0).enough().found()).isEqualTo(Enough.Found.FOUND);
    assertThat(rows.get(3).enough().found()).isEqualTo(Enough.Found.FOUND);
    assertThat(rows.get(1).lacksRuns()).isTrue();
    assertThat(rows.get(2).lacksRuns()).isTrue();
  }

  /** What gains nearly nothing is not worth a run before the searches. */
  @Test
  void whatHardlyGainsIsTriedLast() {
    List<Resource> resources = IntStream.range(0, 8).mapToObj(i -> resource(i, null)).toList();
    long[] times = {300_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000};
    long[] least = {100_000, 0, 0, 0, 0, 0, 0, 0};
    List<WhatIf.Row> rows = rows(resources, times, least, 14);
    assertThat(rows.get(0).enough().found()).isEqualTo(Enough.Found.FOUND);
    assertThat(rows.get(0).tenthPs()).isPresent();
    assertThat(rows.get(7).tenthPs()).isEmpty();
    assertThat(rows.get(7).lacksRuns()).isTrue();
  }

  /** Of a model that is served: r0 shortens the run, r1 raises the tokens/s, r2 lowers the TTFT. */
  @Test
  void servedModelsAreSortedByTokensASecond() {
    Outcome base = served(1_000, 8, 0.5, 1);
    List<WhatIf.Row> rows =
        WhatIf.of(
            List.of(resource(0, null), resource(2, null), resource(1, null), resource(3, null)),
            base,
            WhatIf.MOST_RUNS,
            changes ->
                changes.stream()
                    .map(Part.class::cast)
                    .map(
                        part ->
                            Optional.of(
                                switch (part.number) {
                                  case 0 -> served(500, 8, 0.5, 0.99);
                                  case 1 -> served(1_000, 8, 0.5, 1 / part.factor);
                                  case 2 -> served(1_000, 4, 0.5, 1);
                                  default -> base;
                                }))
                    .toList());
    assertThat(rows)
        .extracting(row -> row.resource().name())
        .containsExactly("r1", "r0", "r2", "r3");
    assertThat(rows.get(0).enough().factor())
        .as("until 64 prefill replicas of 8 s a prompt hold it up")
        .isBetween(7.99, 8 * Math.pow(2, 1 / 8.0));
    assertThat(rows.get(1).enough().factor()).as("of tokens/s, not of time").isLessThan(1.2);
    assertThat(rows.get(2).gainsNothing()).isTrue();
    assertThat(rows.get(2).isWithoutInfluence()).isFalse();
    assertThat(rows.get(2).tenth()).isNotNull();
    assertThat(rows.get(3).isWithoutInfluence()).isTrue();
  }

  /** Two tokens for each prompt, of one sequence on GPUs that only decode. */
  private static Outcome served(
      long endPs, double firstSeconds, double transferSeconds, double decodeSeconds) {
    TransformerModel model =
        new TransformerModel(
            "m", 64, 2, new Attention(2, 2, 32, null), 128, false, null, 100, true);
    InferencePlan plan =
        new InferencePlan(
            model,
            new InferenceParallelism(1),
            1,
            8,
            2,
            1,
            1,
            InferenceFormats.BF16,
            new InferencePlan.Disaggregation(64));
    Accelerator gpu = new Accelerator("gpu", 1e15, 1, 1e12, 1);
    InferenceFigures figures =
        new InferenceFigures(
            plan,
            firstSeconds,
            firstSeconds,
            new CacheTransfer(transferSeconds, transferSeconds, transferSeconds, transferSeconds),
            firstSeconds,
            decodeSeconds,
            1e9,
            gpu);
    return new Outcome(endPs, "", 0, figures);
  }

  /** Resources that come down to the same change are run once. */
  @Test
  void equalChangesAreRunOnce() {
    List<WhatIf.Row> rows =
        rows(List.of(resource(0, null), resource(0, null)), new long[] {1_000}, new long[] {0});
    assertThat(rows.get(0).doublePs()).isEqualTo(rows.get(1).doublePs());
    assertThat(asked).doesNotHaveDuplicates();
  }

  @Test
  void whatWasInterruptedIsUnknown() {
    List<WhatIf.Row> rows =
        WhatIf.of(
            List.of(resource(0, null)),
            outcome(BASE_PS),
            WhatIf.MOST_RUNS,
            changes -> changes.stream().map(change -> Optional.<Outcome>empty()).toList());
    assertThat(rows.get(0).doublePs()).isEmpty();
    assertThat(rows.get(0).enough().isEnough()).isFalse();
    assertThat(rows.get(0).lacksRuns()).as("more runs were no help").isFalse();
  }
}
