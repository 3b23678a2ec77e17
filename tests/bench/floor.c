// The queue M/M/c of the kernels in C: the same random numbers, the same arrivals, the same waits.
//
// floor COMMUNITIES SERVERS DAYS RATE MINUTES KIND ARRIVALS MOMENT EFFORT [REPEATS]
// prints nanoseconds of processor time of one pass, the number of customers begun, and the sum and
// a hash of their waits in ticks. The last three are keys of streams (sim/streams.py).
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DAY = 480000, MINUTE = 1000, MOST = 4096 };
typedef struct { int64_t came, service; } Customer;
typedef struct { int64_t begun, waited; uint64_t hash; } Waits;

// Philox4x32-10 (Salmon et al. 2011): two uniforms of a stream, an entity and a day.
static void draw(uint64_t key, uint64_t entity, uint32_t day, double *u, double *v) {
  uint32_t c0 = (uint32_t)entity, c1 = (uint32_t)(entity >> 32), c2 = day, c3 = 0;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  *u = ((double)((((uint64_t)c1 << 32) | c0) >> 12) + 0.5) * 0x1p-52;
  *v = ((double)((((uint64_t)c3 << 32) | c2) >> 12) + 0.5) * 0x1p-52;
}

static int poisson(double u, double mean) {
  double chance = exp(-mean), cumulative = chance;
  int count = 0;
  while (cumulative < u && chance > 0.0) {
    chance *= mean / ++count;
    cumulative += chance;
  }
  return count;
}

// Those who come on a day, by the moment of their coming.
static int arrivals(Customer *today, uint64_t community, int day, char **given) {
  double rate = atof(given[4]), minutes = atof(given[5]), u, v;
  uint64_t kind = strtoull(given[6], 0, 10), streams[3];
  for (int k = 0; k < 3; k++) streams[k] = strtoull(given[7 + k], 0, 10);
  draw(streams[0], 16 * community + kind, (uint32_t)day, &u, &v);
  int count = poisson(u, rate);
  if (count > MOST) exit(1);
  for (int k = 0; k < count; k++) {
    uint64_t entity = community << 44 | (uint64_t)day << 24 | kind << 20 | (uint64_t)k;
    draw(streams[1], entity, 0, &u, &v);
    int64_t came = (int64_t)day * DAY + (int64_t)floor(u * DAY);
    draw(streams[2], entity, 0, &u, &v);
    int64_t service = (int64_t)floor(-minutes * log(1.0 - u) * MINUTE + 0.5);
    int place = k;
    for (; place > 0 && today[place - 1].came > came; place--) today[place] = today[place - 1];
    today[place] = (Customer){came, service};
  }
  return count;
}

// First come, first served: each is begun by the server who is free first.
static Waits queue(uint64_t community, char **given) {
  static Customer today[MOST];
  int64_t free_at[64] = {0};
  int servers = atoi(given[2]), days = atoi(given[3]);
  Waits waits = {0, 0, 0};
  for (int day = 0; day < days; day++) {
    int count = arrivals(today, community, day, given);
    for (int k = 0; k < count; k++) {
      int first = 0;
      for (int one = 1; one < servers; one++)
        if (free_at[one] < free_at[first]) first = one;
      int64_t begins = free_at[first] > today[k].came ? free_at[first] : today[k].came;
      free_at[first] = begins + today[k].service;
      if (begins >= (int64_t)days * DAY) continue;
      int64_t wait = begins - today[k].came;
      waits.begun++;
      waits.waited += wait;
      waits.hash = waits.hash * 1000003u + (uint64_t)wait;
    }
  }
  return waits;
}

int main(int count, char **given) {
  if (count < 10 || atoi(given[2]) > 64) return 1;
  int repeats = count > 10 ? atoi(given[10]) : 1;
  Waits waits[256];
  clock_t start = clock();
  for (int k = 0; k < repeats; k++)
    for (int c = 0; c < atoi(given[1]) && c < 256; c++) waits[c] = queue((uint64_t)c, given);
  double each = 1e9 * (double)(clock() - start) / CLOCKS_PER_SEC / repeats;
  printf("%.0f\n", each);
  for (int c = 0; c < atoi(given[1]) && c < 256; c++)
    printf("%lld %lld %llu\n", (long long)waits[c].begun, (long long)waits[c].waited,
           (unsigned long long)waits[c].hash);
  return 0;
}
