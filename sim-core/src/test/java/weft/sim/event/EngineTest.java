package weft.sim.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import weft.sim.unit.Durations;

/** The run loop: which of simultaneous events comes first, and when an instant ends. */
final class EngineTest {

  private final Engine engine = new Engine(new BucketEventQueue());
  private final List<String> trace = new ArrayList<>();

  @Test
  void theClockShowsTheTimeOfTheEvent() {
    int handler = recorder("e");
    engine.schedule(20, handler, 2);
    engine.schedule(10, handler, 1);
    assertThat(engine.nowPs()).isZero();

    assertThat(engine.run(RunWatch.NONE)).isTrue();

    assertThat(trace).containsExactly("e1@10", "e2@20");
    assertThat(engine.nowPs()).isEqualTo(20);
    assertThat(engine.events()).isEqualTo(2);
  }

  @Test
  void withoutEventsTheRunEndsAtOnce() {
    assertThat(engine.run(RunWatch.NONE)).isTrue();
    assertThat(engine.nowPs()).isZero();
    assertThat(engine.events()).isZero();
  }

  @Test
  void simultaneousEventsHappenInTheOrderOfScheduling() {
    int a = recorder("a");
    int b = recorder("b");
    engine.schedule(5, b, 0);
    engine.schedule(5, a, 1);
    engine.schedule(5, b, 2);

    engine.run(RunWatch.NONE);

    assertThat(trace).containsExactly("b0@5", "a1@5", "b2@5");
  }

  @Test
  void anEventWithoutDelayHappensNowAfterAllThatWait() {
    int leaf = recorder("leaf");
    int parent =
        engine.register(
            payload -> {
              trace.add("parent" + payload + "@" + engine.nowPs());
              engine.scheduleAfter(0, leaf, payload);
            });
    engine.schedule(5, parent, 1);
    engine.schedule(5, parent, 2);
    engine.schedule(6, parent, 3);

    engine.run(RunWatch.NONE);

    assertThat(trace)
        .containsExactly("parent1@5", "parent2@5", "leaf1@5", "leaf2@5", "parent3@6", "leaf3@6");
  }

  @Test
  void anEventCancelledInItsOwnInstantDoesNotHappen() {
    int victim = recorder("victim");
    long[] handle = new long[1];
    int killer = engine.register(payload -> assertThat(engine.cancel(handle[0])).isTrue());
    engine.schedule(5, killer, 0);
    handle[0] = engine.schedule(5, victim, 0);

    engine.run(RunWatch.NONE);

    assertThat(trace).isEmpty();
    assertThat(engine.events()).isEqualTo(1);
    assertThat(engine.cancel(handle[0])).isFalse();
  }

  @Test
  void thePastCannotBeScheduled() {
    List<Exception> failures = new ArrayList<>();
    int late =
        engine.register(
            payload -> {
              try {
                engine.schedule(9, 0, 0);
              } catch (IllegalArgumentException e) {
                failures.add(e);
              }
            });
    engine.schedule(10, late, 0);

    engine.run(RunWatch.NONE);

    assertThat(failures).hasSize(1);
    assertThat(failures.get(0)).hasMessageContaining("9 ps").hasMessageContaining("10");
    assertThatIllegalArgumentException().isThrownBy(() -> engine.scheduleAfter(-1, late, 0));
  }

  @Test
  void timeBeyondTheRangeIsRejected() {
    int handler = recorder("e");
    engine.schedule(10, handler, 0);
    engine.run(RunWatch.NONE);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> engine.scheduleAfter(Durations.NEVER, handler, 0));
  }

  @Test
  void theEndOfAnInstantSeesAllThatHappenedInIt() {
    int action = instantEnd("end", () -> {});
    int event = requesting("e", action);
    engine.schedule(5, event, 1);
    engine.schedule(5, event, 2);
    engine.schedule(7, event, 3);

    engine.run(RunWatch.NONE);

    assertThat(trace).containsExactly("e1@5", "e2@5", "end@5", "e3@7", "end@7");
  }

  @Test
  void anInstantWithoutRequestEndsSilently() {
    instantEnd("end", () -> {});
    engine.schedule(5, recorder("e"), 1);
    engine.run(RunWatch.NONE);
    assertThat(trace).containsExactly("e1@5");
  }

  @Test
  void requestedActionsRunOnceInTheOrderOfTheirRegistration() {
    int first = instantEnd("first", () -> {});
    int second = instantEnd("second", () -> {});
    int third = instantEnd("third", () -> {});
    int event =
        engine.register(
            payload -> {
              engine.requestInstantEnd(third);
              engine.requestInstantEnd(first);
              engine.requestInstantEnd(third);
            });
    engine.schedule(5, event, 0);

    engine.run(RunWatch.NONE);

    assertThat(trace).containsExactly("first@5", "third@5");
    assertThat(second).isBetween(first, third);
  }

  @Test
  void anActionMayScheduleAtItsInstantWhichThenEndsOnceMore() {
    int[] leaf = new int[1];
    int[] ends = {0};
    int action =
        instantEnd(
            "end",
            () -> {
              if (++ends[0] <= 2) {
                engine.scheduleAfter(0, leaf[0], ends[0]);
              }
            });
    leaf[0] = requesting("leaf", action);
    engine.schedule(5, requesting("e", action), 0);
    engine.schedule(6, recorder("later"), 0);

    engine.run(RunWatch.NONE);

    assertThat(trace)
        .containsExactly("e0@5", "end@5", "leaf1@5", "end@5", "leaf2@5", "end@5", "later0@6");
  }

  @Test
  void anActionRequestedByAnActionRunsInTheSameInstant() {
    int[] ids = new int[2];
    int[] runs = {0};
    ids[0] = instantEnd("first", () -> {});
    ids[1] =
        instantEnd(
            "second",
            () -> {
              if (runs[0]++ == 0) {
                engine.requestInstantEnd(ids[0]);
              }
            });
    engine.schedule(5, requesting("e", ids[1]), 0);
    engine.schedule(6, recorder("later"), 0);

    engine.run(RunWatch.NONE);

    assertThat(trace).containsExactly("e0@5", "second@5", "first@5", "later0@6");
  }

  @Test
  void actionsRunBeforeTheRunEnds() {
    int leaf = recorder("leaf");
    int action = instantEnd("end", () -> engine.scheduleAfter(3, leaf, 0));
    engine.requestInstantEnd(action);

    assertThat(engine.run(RunWatch.NONE)).isTrue();

    assertThat(trace).containsExactly("end@0", "leaf0@3");
  }

  @Test
  void anInstantThatDoesNotEndIsALivelock() {
    int[] action = new int[1];
    action[0] = engine.registerInstantEnd(() -> engine.requestInstantEnd(action[0]));
    engine.schedule(42, requesting("e", action[0]), 0);

    assertThatIllegalStateException()
        .isThrownBy(() -> engine.run(RunWatch.NONE))
        .withMessageContaining("livelock")
        .withMessageContaining("42 ps");
  }

  @Test
  void manyInstantsThatEndAreNoLivelock() {
    int action = engine.registerInstantEnd(() -> {});
    int ticks = 1_200_000;
    int[] ticker = new int[1];
    ticker[0] =
        engine.register(
            left -> {
              engine.requestInstantEnd(action);
              if (left > 1) {
                engine.scheduleAfter(1, ticker[0], left - 1);
              }
            });
    engine.schedule(0, ticker[0], ticks);

    assertThat(engine.run(RunWatch.NONE)).isTrue();
    assertThat(engine.events()).isEqualTo(ticks);
  }

  @Test
  void anInterruptedRunResumesWithTheSameResult() {
    List<Long> whole = new ArrayList<>();
    Engine uninterrupted = new Engine(new BucketEventQueue());
    scatter(uninterrupted, whole::add);
    assertThat(uninterrupted.run(RunWatch.NONE)).isTrue();

    List<Long> parts = new ArrayList<>();
    scatter(engine, parts::add);
    int interruptions = 0;
    while (!engine.run((nowPs, events) -> false)) {
      interruptions++;
      assertThat(engine.events()).isEqualTo(65_536L * interruptions);
    }

    assertThat(interruptions).isEqualTo(3);
    assertThat(parts).isEqualTo(whole);
    assertThat(engine.events()).isEqualTo(uninterrupted.events());
    assertThat(engine.nowPs()).isEqualTo(uninterrupted.nowPs());
  }

  @Test
  void theWatchLooksEvery65536Events() {
    List<Long> looks = new ArrayList<>();
    scatter(engine, time -> {});
    engine.run(
        (nowPs, events) -> {
          assertThat(nowPs).isEqualTo(engine.nowPs());
          return looks.add(events);
        });
    assertThat(looks).containsExactly(65_536L, 131_072L, 196_608L);
  }

  /** 200,000 events, many of them simultaneous, and an end of each instant. */
  private static void scatter(Engine engine, LongConsumer trace) {
    int action = engine.registerInstantEnd(() -> trace.accept(-engine.nowPs()));
    int[] handler = new int[1];
    handler[0] =
        engine.register(
            payload -> {
              trace.accept(payload);
              engine.requestInstantEnd(action);
              if (payload >= 100) {
                engine.scheduleAfter(payload % 7, handler[0], payload - 100);
              }
            });
    for (int i = 0; i < 100; i++) {
      engine.schedule(i % 5, handler[0], 199_900 + i);
    }
  }

  private int recorder(String name) {
    return engine.register(payload -> trace.add(name + payload + "@" + engine.nowPs()));
  }

  private int requesting(String name, int action) {
    return engine.register(
        payload -> {
          trace.add(name + payload + "@" + engine.nowPs());
          engine.requestInstantEnd(action);
        });
  }

  private int instantEnd(String name, Runnable then) {
    return engine.registerInstantEnd(
        () -> {
          trace.add(name + "@" + engine.nowPs());
          then.run();
        });
  }
}
